/** The parts of a web address (WHATWG URL). The contract is for browsers and Node alike, and takes the types of neither. */
export interface WebAddress {
  readonly href: string;
  readonly protocol: string;
  /** Name and port. */
  readonly host: string;
  readonly hostname: string;
  /** Empty where it is the scheme's own. */
  readonly port: string;
  readonly pathname: string;
}

const { URL: Url } = globalThis as unknown as { readonly URL: new (text: string) => WebAddress };

/** @returns null when the text is no address */
export function parseWebAddress(text: string): WebAddress | null {
  try {
    return new Url(text);
  } catch {
    return null;
  }
}
