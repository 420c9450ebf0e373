import { troubleOf } from '../../api/trouble.ts';

/** What is wrong with one field; an empty path means the whole of what was sent. */
export interface FieldError {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * The fields that a server's answer names (`details.fields` of a problem document), by the path of the schema that
 * the form was made of.
 */
export function fieldErrorsOf(error: unknown): readonly FieldError[] {
  const fields: unknown = troubleOf(error).details['fields'];
  return Array.isArray(fields) ? fields.flatMap((entry: unknown) => readField(entry)) : [];
}

function readField(entry: unknown): readonly FieldError[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { field, message } = entry as Record<string, unknown>;
  if (typeof field !== 'string' || typeof message !== 'string') return [];
  return [{ path: pathOfField(field), message }];
}

/** Both forms that servers write: a JSON pointer (`/pin/minLength`) and dots (`pin.minLength`). */
function pathOfField(field: string): readonly string[] {
  const words = field.split(/[/.]/u).filter((word) => word !== '');
  return words[0] === 'body' ? words.slice(1) : words;
}
