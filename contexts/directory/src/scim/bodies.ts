import { z } from 'zod';
import type { Json, JsonObject, PatchOperation } from './patch.ts';
import { ScimError } from './scim-error.ts';

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
const operation = z.object({
  op: z.string().max(20),
  path: z.string().max(1_000).optional(),
  value: json.optional(),
});
const patchBody = z.object({ Operations: z.array(operation).min(1).max(1_000) });

/** @throws ScimError `invalidSyntax` */
export function resourceIn(body: unknown): JsonObject {
  const read = z.record(z.string(), json).safeParse(body);
  if (!read.success) throw new ScimError('invalidSyntax', 'The body is a JSON object of attributes.');
  return read.data;
}

/** Entra writes operations with a capital. @throws ScimError `invalidSyntax` */
export function operationsIn(body: unknown): PatchOperation[] {
  const read = patchBody.safeParse(body);
  if (!read.success)
    throw new ScimError('invalidSyntax', 'The body has 1 to 1,000 Operations, each with op, path and value.');
  return read.data.Operations.map(({ op, path, value }) => {
    const verb = (['add', 'replace', 'remove'] as const).find((one) => one === op.toLowerCase());
    if (verb === undefined) throw new ScimError('invalidSyntax', `"${op}" is not add, replace or remove.`);
    return {
      op: verb,
      ...(path === undefined || path === '' ? {} : { path }),
      ...(value === undefined ? {} : { value }),
    };
  });
}
