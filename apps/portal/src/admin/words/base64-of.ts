/** A file as base64 with padding (RFC 4648 §4), read without blocking the page. */
export async function base64Of(file: Blob): Promise<string> {
  const octets = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  // a string of a million arguments overflows the stack
  for (let at = 0; at < octets.length; at += 0x8000)
    parts.push(String.fromCharCode(...octets.subarray(at, at + 0x8000)));
  return btoa(parts.join(''));
}
