import type { DerReader } from '../der-read.ts';
import { constructedTag } from '../der-tags.ts';
import { OID } from '../oid.ts';

/**
 * Enters the SignedData of a ContentInfo (RFC 5652 §5.1), which is all that `reader` holds, past its version and
 * digest algorithms: the encapsulated content comes next.
 * @param expectation said when it is of another type
 */
export function enterSignedData(reader: DerReader, expectation: string): DerReader {
  const info = reader.sequence();
  reader.finish();
  if (info.oid() !== OID.signedData) info.fail('cms_type', expectation);
  const explicit = info.enter(constructedTag(0));
  info.finish();
  const signed = explicit.sequence();
  explicit.finish();
  signed.smallInteger(5);
  signed.set();
  return signed;
}
