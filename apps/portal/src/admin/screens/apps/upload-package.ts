import type { UploadView } from '@lanyard/contract';
import { uploadBegun, uploadView } from '@lanyard/contract';
import { nothing } from '../../../api/client.ts';
import { codeOf } from '../../../api/trouble.ts';
import { adminCall, pathOf } from '../../api/admin-call.ts';

/** A part that did not get through is sent so many times in all. */
const tries = 3;

/**
 * Sends a package in parts, and has it read.
 * @param onPart told how many octets are there
 * @throws ApiError what is wrong with the package, or that the server could not be reached
 */
export async function uploadPackage(file: File, onPart: (octets: number) => void): Promise<UploadView> {
  const { id, partBytes } = await adminCall(uploadBegun, 'POST', 'apps/uploads');
  for (let number = 0; number * partBytes < file.size; number += 1) {
    const end = Math.min(file.size, (number + 1) * partBytes);
    const part = file.slice(number * partBytes, end, 'application/octet-stream');
    await sendPart(pathOf('apps', 'uploads', id, 'parts', String(number)), part);
    onPart(end);
  }
  return adminCall(uploadView, 'POST', pathOf('apps', 'uploads', id, 'finish'));
}

/** Once more where no answer came: a part replaces itself. What the server refuses is refused. */
async function sendPart(path: string, part: Blob): Promise<void> {
  for (let count = 1; ; count += 1)
    try {
      return await adminCall(nothing, 'PUT', path, part);
    } catch (error) {
      if (codeOf(error) !== null || count === tries) throw error;
    }
}
