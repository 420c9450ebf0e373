import { createHash } from 'node:crypto';
import type { LogoKept } from '@lanyard/contract';
import { LanyardError, recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { insertLogo } from '../pg/logos.ts';
import type { DirectoryPorts } from '../ports.ts';
import { isPng, PictureFault, readPng, type CleanPicture } from './read-png.ts';
import { looksLikeSvg, readSvg } from './read-svg.ts';

export const MOST_OCTETS = 65_536;
/** An SVG has no pixels, only proportions. */
const MOST_PIXELS = 1_024;

/**
 * Keeps a picture that branding can then name as the logo, without what has no place in it.
 * @param octets as uploaded, 64 KiB at most
 * @throws LanyardError `logo_refused` with the reason
 */
export async function keepLogo(
  { clock }: Pick<DirectoryPorts, 'clock'>,
  tx: Tx,
  octets: Uint8Array,
  by: Actor,
): Promise<LogoKept> {
  const { mediaType, picture } = read(octets);
  const sha256 = createHash('sha256').update(picture.octets).digest('hex');
  const now = clock.now();
  const { width, height } = picture;
  await insertLogo(tx, { sha256, mediaType, octets: picture.octets, width, height }, now);
  const details = { mediaType, octets: picture.octets.length };
  await recordAudit(tx, { act: 'logo.uploaded', outcome: 'done', actor: by, object: sha256, details }, now);
  return { sha256, mediaType, width, height, octets: picture.octets.length, removed: [...picture.removed] };
}

function read(octets: Uint8Array): { mediaType: LogoKept['mediaType']; picture: CleanPicture } {
  try {
    if (octets.length > MOST_OCTETS) throw new PictureFault('The file is larger than 64 KiB.');
    if (isPng(octets)) {
      const picture = readPng(octets);
      if (picture.width > MOST_PIXELS || picture.height > MOST_PIXELS)
        throw new PictureFault(`The PNG has ${picture.width} by ${picture.height} pixels; 1024 by 1024 is the most.`);
      return { mediaType: 'image/png', picture };
    }
    if (looksLikeSvg(octets)) return { mediaType: 'image/svg+xml', picture: readSvg(octets) };
    throw new PictureFault('The file is neither SVG nor PNG.');
  } catch (error) {
    if (error instanceof PictureFault || error instanceof TypeError)
      throw new LanyardError(
        'logo_refused',
        { reason: error instanceof PictureFault ? error.message : 'The SVG is not UTF-8.' },
        { cause: error },
      );
    throw error;
  }
}
