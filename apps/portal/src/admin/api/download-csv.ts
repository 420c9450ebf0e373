import { send } from '../../api/client.ts';

/**
 * Saves a list as CSV: the same address as the list, asked for in another form.
 * @param path begins with `/api/`
 * @param name of the file, without ending
 * @throws ApiError
 */
export async function downloadCsv(path: string, name: string): Promise<void> {
  const answer = await send('GET', path, undefined, { accept: 'text/csv' });
  saveFile(await answer.blob(), `${name}.csv`);
}

/** Hands a file to the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
