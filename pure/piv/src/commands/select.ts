import { type Bytes, concatBytes, equalBytes } from '@lanyard/pki';
import { DERIVED_AID, PIV_AID } from '../identifiers.ts';
import { only, SW, withData } from '../status-words.ts';
import { encodeTlv } from '../tlv.ts';
import type { CardCommand } from './command.ts';

const BY_NAME = 0x04;
const PROVIDER_OCTETS = 5;
const APPLICATION = concatBytes(
  encodeTlv(0x4f, PIV_AID.subarray(PROVIDER_OCTETS)),
  encodeTlv(0x79, encodeTlv(0x4f, PIV_AID.subarray(0, PROVIDER_OCTETS))),
);
const NOTHING = new Uint8Array(0);
const IN_THIS_DOCUMENT = encodeTlv(0x06, Uint8Array.of(0x00));

/**
 * SELECT (SP 800-73-5 pt2 §3.1.1). The application is the only one: another name is answered `6A82` and changes nothing,
 * and selecting it again keeps the security status. The derived application's name is an alias, because OpenSC and
 * Windows know only the first. Of algorithms only the suite of secure messaging is listed, where it is offered.
 */
export const select: CardCommand = ({ command: { p1, p2, data }, ports: { secureMessaging } }) => {
  if (p1 !== BY_NAME || p2 !== 0x00) return only(SW.incorrectParameter);
  if (!isOurs(data)) return only(SW.notFound);
  const suite = secureMessaging?.suite;
  const algorithms =
    suite === undefined ? NOTHING : encodeTlv(0xac, encodeTlv(0x80, Uint8Array.of(suite.id)), IN_THIS_DOCUMENT);
  return withData(encodeTlv(0x61, APPLICATION, algorithms));
};

/** Windows selects without the version, Yubico's programs by the registered provider alone (ISO/IEC 7816-4 §8.2.1.2). */
const isOurs = (name: Bytes): boolean =>
  name.length >= PROVIDER_OCTETS &&
  [PIV_AID, DERIVED_AID].some((aid) => equalBytes(name, aid.subarray(0, name.length)));
