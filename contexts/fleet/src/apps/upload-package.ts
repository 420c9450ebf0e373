import { createHash } from 'node:crypto';
import { UPLOAD_PART, type UploadBegun, type UploadView } from '@lanyard/contract';
import { days, LanyardError, takeAttempt } from '@lanyard/kernel';
import type { Editor } from '../configurations/editor.ts';
import {
  beginPackage,
  chunkSizes,
  closePackage,
  deletePackage,
  findChunk,
  updatePackage,
  upsertChunk,
} from '../pg/app-packages.ts';
import { findAppByIdentifier } from '../pg/apps.ts';
import type { Source } from './package/open-zip.ts';
import { readPackage } from './package/read-package.ts';
import type { AppsParts } from './parts.ts';
import { uploadViewOf } from './views.ts';

/** Octets of a package, where the operator says nothing else. */
export const MOST_PACKAGE = 300 * 1_024 * 1_024;
const KEPT_MS = days(1);
const CACHED = 4;
/** Of one person: what is begun and never finished fills the database for a day. */
const UPLOADS_A_DAY = 40;
const DAY_SECONDS = 86_400;

/**
 * Begins an upload. Its parts come one by one, so that none of it depends on one long connection or on one server.
 * @throws LanyardError `app_upload_limit`
 */
export async function beginUpload(parts: AppsParts, limit: number, editor: Editor): Promise<UploadBegun> {
  const now = parts.clock.now();
  const { actor } = editor;
  const whose = 'personId' in actor ? actor.personId : actor.kind;
  if (!(await takeAttempt(parts.db.pool, `app-upload:${whose}`, UPLOADS_A_DAY, DAY_SECONDS, now)))
    throw new LanyardError('app_upload_limit');
  const id = parts.random.uuid();
  const expires = new Date(now.getTime() + KEPT_MS);
  await beginPackage(parts.db.pool, { id, uploaded_at: now, uploaded_by: editor.name, expires_at: expires });
  return { id, partBytes: UPLOAD_PART, limit, expiresAt: expires.toISOString() };
}

/**
 * Keeps one part. The same part again replaces it.
 * @throws LanyardError `app_upload_not_found`, `app_package_too_large`
 */
export async function putPart(
  parts: AppsParts,
  limit: number,
  id: string,
  number: number,
  content: Uint8Array,
): Promise<void> {
  if (number * UPLOAD_PART + content.length > limit) throw new LanyardError('app_package_too_large', { limit });
  if (!(await upsertChunk(parts.db.pool, id, number, content, parts.clock.now())))
    throw new LanyardError('app_upload_not_found');
}

/**
 * Reads what was uploaded.
 * @throws LanyardError `app_upload_not_found`, `app_package_too_large`, and what is wrong with the package; what cannot
 *   be used is not kept
 */
export async function finishUpload(parts: AppsParts, limit: number, id: string): Promise<UploadView> {
  const { pool } = parts.db;
  const upload = await closePackage(pool, id, parts.clock.now());
  if (upload === null) throw new LanyardError('app_upload_not_found');
  try {
    const source = await sourceOf(parts, id, limit);
    const { icon, minimumOs, ...facts } = await readPackage(source);
    const sha256 = await digestOf(source);
    const read = { ...facts, minimum_os: minimumOs, icon, size: source.size, sha256, state: 'read' as const };
    await updatePackage(pool, id, read);
    const existing = await findAppByIdentifier(pool, facts.platform, facts.identifier);
    return uploadViewOf({ ...upload, ...read }, icon !== null, existing?.id ?? null);
  } catch (error) {
    if (error instanceof LanyardError) await deletePackage(pool, id);
    throw error;
  }
}

/** The parts of a package as one, of which a few are kept in memory at a time. */
async function sourceOf({ db }: AppsParts, id: string, limit: number): Promise<Source> {
  const sizes = await chunkSizes(db.pool, id);
  const whole = sizes.every(({ number, size }, i) => number === i && (size === UPLOAD_PART || i === sizes.length - 1));
  if (!whole) throw new LanyardError('app_package_damaged', { why: 'a part of it is missing' });
  const size = sizes.reduce((sum, one) => sum + one.size, 0);
  if (size > limit) throw new LanyardError('app_package_too_large', { limit });
  const cache = new Map<number, Uint8Array>();
  const chunk = async (number: number): Promise<Uint8Array> => {
    const known = cache.get(number) ?? (await findChunk(db.pool, id, number));
    if (known === null) throw new LanyardError('app_upload_not_found');
    cache.delete(number);
    cache.set(number, known);
    const [oldest] = cache.keys();
    if (cache.size > CACHED && oldest !== undefined) cache.delete(oldest);
    return known;
  };
  return {
    size,
    read: async (start, end) => {
      const pieces: Uint8Array[] = [];
      for (let at = start; at < end;) {
        const number = Math.floor(at / UPLOAD_PART);
        const from = at - number * UPLOAD_PART;
        const piece = (await chunk(number)).subarray(from, from + end - at);
        if (piece.length === 0) break;
        pieces.push(piece);
        at += piece.length;
      }
      return pieces.length === 1 && pieces[0] ? pieces[0] : new Uint8Array(Buffer.concat(pieces));
    },
  };
}

async function digestOf({ size, read }: Source): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < size; at += UPLOAD_PART) hash.update(await read(at, Math.min(at + UPLOAD_PART, size)));
  return hash.digest('hex');
}

/** A package part by part, as a device downloads it. */
export async function* packageContent({ db }: Pick<AppsParts, 'db'>, id: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const content = await findChunk(db.pool, id, number);
    if (content === null) return;
    yield content;
  }
}
