import { z } from 'zod';

/** What every list of the admin interface takes: rows are searched, sorted and cut at the server. */
export const listQuery = z.object({
  /** Words to look for, as typed. */
  q: z.string().trim().max(200).optional(),
  /** A column's name, with `-` before it from the greatest down. */
  sort: z
    .string()
    .regex(/^-?[a-zA-Z]{1,40}$/)
    .optional(),
  /** Where the page before ended, as its `next` said. */
  after: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListQuery = z.infer<typeof listQuery>;

/** A page of a list. @param item schema of a row */
export const listPage = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable(),
    /** How many there are in all; beyond `atLeast` they are not counted. */
    total: z.strictObject({ count: z.number().int(), atLeast: z.boolean() }),
  });
export interface ListPage<T> {
  readonly items: T[];
  readonly next: string | null;
  readonly total: { readonly count: number; readonly atLeast: boolean };
}
