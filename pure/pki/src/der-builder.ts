import type { Bytes } from './bytes.ts';
import { headerLength, putBytes, writeHeader } from './der-write.ts';

/**
 * Writes one large element back to front: content is in place before the header that tells its length, so nothing is
 * written twice and nothing is made only to be joined. For structures made by the thousand; `der` reads better.
 */
export class DerBuilder {
  #octets = new Uint8Array(2048);
  #at = this.#octets.length;

  /** Octets written so far: what is written from here on becomes the content of the element that `wrap` makes. */
  get mark(): number {
    return this.#octets.length - this.#at;
  }

  /** Puts octets in front of all that is there. */
  put(octets: Uint8Array): void {
    this.#reserve(octets.length);
    this.#at -= octets.length;
    putBytes(this.#octets, octets, this.#at);
  }

  /** Makes an element of all that was written since `mark`. */
  wrap(tag: number, mark: number): void {
    const length = this.mark - mark;
    const header = headerLength(length);
    this.#reserve(header);
    this.#at -= header;
    writeHeader(this.#octets, tag, length, this.#at);
  }

  /** Puts an element with this content in front. */
  element(tag: number, content: Uint8Array): void {
    const { mark } = this;
    this.put(content);
    this.wrap(tag, mark);
  }

  /** Forgets what an earlier, interrupted use left. */
  clear(): void {
    this.#at = this.#octets.length;
  }

  /** All that was written, in memory of its own. */
  copy(): Bytes {
    return this.#octets.slice(this.#at);
  }

  #reserve(length: number): void {
    if (length <= this.#at) return;
    const written = this.#octets.subarray(this.#at);
    const larger = new Uint8Array(2 * (written.length + length));
    larger.set(written, larger.length - written.length);
    this.#at = larger.length - written.length;
    this.#octets = larger;
  }
}
