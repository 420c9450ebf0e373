/** Chunks one after another; each says its own length, which must keep within the file. */
export function* chunks(view: DataView, from: number, to: number) {
  for (let at = from; at + 8 <= to;) {
    const [type, header, size] = [view.getUint16(at, true), view.getUint16(at + 2, true), view.getUint32(at + 4, true)];
    if (header < 8 || size < header || at + size > to) throw new RangeError('a chunk reaches beyond the end');
    yield { type, at, header, size };
    at += size;
  }
}
