/**
 * What every decoder and encoder here throws, and nothing else: a stable `code`, the reason in words, and where the
 * octets were found wanting.
 */
export class PkiError extends Error {
  override readonly name = 'PkiError';
  readonly code: string;
  readonly reason: string;
  /** Offset in octets (or characters, for text) from the start of what was given; undefined where none applies. */
  readonly offset: number | undefined;

  constructor(code: string, reason: string, offset?: number) {
    super(offset === undefined ? reason : `${reason} (at ${offset})`);
    this.code = code;
    this.reason = reason;
    this.offset = offset;
  }
}
