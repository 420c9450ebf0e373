import { type Bytes, equalBytes } from '@lanyard/pki';
import { DERIVED_AID, PIV_AID } from '../identifiers.ts';
import { only, SW, withData } from '../status-words.ts';
import { encodeTlv } from '../tlv.ts';
import type { CardCommand } from './command.ts';

const BY_NAME = 0x04;
const PROVIDER_OCTETS = 5;
const APPLICATION = encodeTlv(
  0x61,
  encodeTlv(0x4f, PIV_AID.subarray(PROVIDER_OCTETS)),
  encodeTlv(0x79, encodeTlv(0x4f, PIV_AID.subarray(0, PROVIDER_OCTETS))),
);

/**
 * SELECT (SP 800-73-5 pt2 §3.1.1). The application is the only one: another name is answered `6A82` and changes nothing,
 * and selecting it again keeps the security status. The derived application's name is an alias, because OpenSC and
 * Windows know only the first. No algorithms are listed: `AC` is for secure messaging, which is not offered.
 */
export const select: CardCommand = ({ command: { p1, p2, data } }) => {
  if (p1 !== BY_NAME || p2 !== 0x00) return only(SW.incorrectParameter);
  return isOurs(data) ? withData(APPLICATION) : only(SW.notFound);
};

/** Windows selects without the version, Yubico's programs by the registered provider alone (ISO/IEC 7816-4 §8.2.1.2). */
const isOurs = (name: Bytes): boolean =>
  name.length >= PROVIDER_OCTETS &&
  [PIV_AID, DERIVED_AID].some((aid) => equalBytes(name, aid.subarray(0, name.length)));
