import { LanyardError } from '@lanyard/kernel';
import { ZodError, type z } from 'zod';

/** @throws LanyardError `input_invalid` naming the fields that are wrong */
export function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  try {
    return schema.parse(value);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const fields = error.issues.slice(0, 20).map(({ path, message }) => ({ field: path.join('.'), message }));
    throw new LanyardError('input_invalid', { fields }, { cause: error });
  }
}
