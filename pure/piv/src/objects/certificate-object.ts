import { type Bytes, concatBytes } from '@lanyard/pki';
import { encodeTlv, readTlvs, tlvOf } from '../tlv.ts';

const ERROR_DETECTION = encodeTlv(0xfe);

/** A certificate's container, not compressed (SP 800-73-5 pt1 Table 10 ff.): elements in the order of the table. */
export const certificateObject = (der: Bytes): Bytes =>
  concatBytes(encodeTlv(0x70, der), encodeTlv(0x71, Uint8Array.of(0x00)), ERROR_DETECTION);

/** The certificate in a container; undefined for one that is compressed or damaged. */
export function readCertificateObject(content: Bytes): Bytes | undefined {
  const items = readTlvs(content) ?? [];
  return tlvOf(items, 0x71)?.[0] === 0x00 ? tlvOf(items, 0x70) : undefined;
}
