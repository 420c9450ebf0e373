import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

export interface LogoRow {
  readonly sha256: string;
  readonly mediaType: string;
  readonly octets: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Under its hash: the same picture is kept once, and a setting of before finds it again. */
export async function insertLogo(on: Queryable, row: LogoRow, at: Date): Promise<void> {
  await sql`insert into directory.logo (sha256, media_type, octets, width, height, made_at)
    values (${row.sha256}, ${row.mediaType}, ${Buffer.from(row.octets)}, ${row.width}, ${row.height}, ${at})
    on conflict do nothing`.execute(on);
}

export async function findLogo(on: Queryable, sha256: string): Promise<{ mediaType: string; octets: Buffer } | null> {
  const { rows } = await sql<{ mediaType: string; octets: Buffer }>`select media_type as "mediaType", octets
    from directory.logo where sha256 = ${sha256}`.execute(on);
  return rows[0] ?? null;
}
