/** One character for each octet. */
export const latin1 = (octets: Uint8Array): string => String.fromCharCode(...octets);
