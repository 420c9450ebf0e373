import { errorCatalogue } from '@lanyard/contract';
import { httpStatus, LanyardError, toLanyardError } from '@lanyard/kernel';
import { z } from 'zod';
import type { JsonObject } from '../scim/patch.ts';
import { ERROR, LIST } from '../scim/schemas.ts';
import { ScimError, type ScimType } from '../scim/scim-error.ts';
import type { ScimPage } from '../pg/scim-lists.ts';
import { isUuid } from '../pg/scim-lists.ts';

export const SCIM_JSON = 'application/scim+json';
/** Resources a page. */
export const MOST_RESULTS = 200;
/** Further in than this a list is walked by cursor (RFC 9865), whose cost does not grow. */
const MOST_OFFSET = 100_000;

/** RFC 7644 §3.12 and Table 9. */
const statusOf: Partial<Record<ScimType, number>> = { uniqueness: 409 };

/**
 * Every error in SCIM's form, with the code and the reference that our other interfaces give beside it.
 * @returns the status, and what is sent
 */
export function scimProblem(
  error: unknown,
  correlationId: string,
): {
  readonly status: number;
  readonly body: object;
  readonly known: LanyardError;
} {
  if (error instanceof ScimError) {
    const status = statusOf[error.scimType] ?? 400;
    const known = new LanyardError('input_invalid', {}, { cause: error });
    return {
      status,
      known,
      body: { ...common(status, known), scimType: error.scimType, detail: error.message },
    };
  }
  const known = toLanyardError(error);
  // RFC 7644 §3.14: a version that is not the one there fails the precondition.
  const status = known.code === 'conflict' && known.details['version'] !== undefined ? 412 : httpStatus(known.code);
  const { title, next } = errorCatalogue[known.code];
  const typed = status === 400 ? { scimType: 'invalidSyntax' } : {};
  return { status, known, body: { ...common(status, known), ...typed, detail: `${title} ${next}` } };

  function common(answered: number, { code }: LanyardError) {
    return { schemas: [ERROR], status: String(answered), code, correlationId };
  }
}

export const scimQuery = z.object({
  filter: z.string().max(1_000).optional(),
  startIndex: z.coerce.number().int().default(1),
  count: z.coerce.number().int().default(100),
  cursor: z.string().max(100).optional(),
  attributes: z.string().max(1_000).optional(),
  excludedAttributes: z.string().max(1_000).optional(),
});
export type ScimQuery = z.infer<typeof scimQuery>;

/**
 * Where a page begins. RFC 7644 §3.4.2.4: a place below 1 is 1, a number below 0 is 0.
 * @throws ScimError `tooMany`, `invalidValue`
 */
export function pageOf({ startIndex, count, cursor }: ScimQuery): ScimPage {
  const offset = Math.max(startIndex, 1) - 1;
  if (offset > MOST_OFFSET)
    throw new ScimError(
      'tooMany',
      `Beyond ${MOST_OFFSET} resources a list is walked by cursor (RFC 9865): begin with cursor=.`,
    );
  if (cursor !== undefined && cursor !== '' && !isUuid(cursor))
    throw new ScimError('invalidValue', 'The cursor is not one of ours.');
  return {
    afterId: cursor || null,
    offset: cursor === undefined ? offset : 0,
    limit: Math.min(Math.max(count, 0), MOST_RESULTS),
  };
}

export function listAnswer(query: ScimQuery, page: ScimPage, total: number, resources: readonly JsonObject[]): object {
  const last = resources.at(-1)?.['id'];
  const byCursor = query.cursor !== undefined;
  return {
    schemas: [LIST],
    totalResults: total,
    ...(byCursor ? {} : { startIndex: page.offset + 1 }),
    ...(byCursor && resources.length === page.limit && last !== undefined ? { nextCursor: last } : {}),
    itemsPerPage: resources.length,
    Resources: resources.map((resource) => pruned(resource, query)),
  };
}

/** Whether an attribute is asked for (RFC 7644 §3.9). */
export const isWanted = (
  name: string,
  { attributes, excludedAttributes }: Pick<ScimQuery, 'attributes' | 'excludedAttributes'>,
): boolean =>
  attributes === undefined
    ? !names(excludedAttributes).has(name.toLowerCase())
    : names(attributes).has(name.toLowerCase());

/** A resource with the attributes that were asked for; `schemas`, `id` and `meta` are always there. */
export function pruned(resource: JsonObject, query: Pick<ScimQuery, 'attributes' | 'excludedAttributes'>): JsonObject {
  const always = new Set(['schemas', 'id', 'meta']);
  return Object.fromEntries(Object.entries(resource).filter(([name]) => always.has(name) || isWanted(name, query)));
}

/** Top-level names: of a sub-attribute the whole attribute is given. */
const names = (list: string | undefined): Set<string> =>
  new Set(
    (list ?? '')
      .split(',')
      .map((name) => (name.trim().startsWith('urn:') ? name.trim() : (name.trim().split('.')[0] ?? '')).toLowerCase()),
  );

/** The version that a change was made on, where the header names one. @throws ScimError `invalidValue` */
export function versionIn(header: string | undefined): number | null {
  if (header === undefined || header === '*') return null;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined) throw new ScimError('invalidValue', 'if-match names a version as meta.version has it.');
  return Number(version);
}
