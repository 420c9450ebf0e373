import { PassThrough, Readable } from 'node:stream';
import { IMPORT_BYTES } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';

/**
 * The file that comes as the body of a request. It is taken as fast as it comes, so that judging its lines cannot make
 * the upload time out; whoever stops reading it lets the rest go by, so that the answer still reaches the sender.
 * @throws LanyardError `input_invalid` where the body is none, `input_too_large` where it says that it is larger than 10 MB
 */
export function uploadedFile(body: unknown, contentLength: string | undefined): Readable {
  if (!(body instanceof Readable))
    throw new LanyardError('input_invalid', { fields: [{ field: 'file', message: 'comes as text/csv' }] });
  if (Number(contentLength ?? 0) > IMPORT_BYTES) throw new LanyardError('input_too_large', { bytes: IMPORT_BYTES });
  const file = new PassThrough({ highWaterMark: IMPORT_BYTES });
  body.pipe(file);
  body.once('close', () => {
    if (!body.readableEnded) file.destroy(new Error('the upload broke off'));
  });
  file.once('close', () => {
    body.unpipe(file);
    body.resume();
  });
  file.on('error', () => undefined); // whoever reads it is told
  return file;
}
