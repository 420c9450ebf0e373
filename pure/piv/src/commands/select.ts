import { type Bytes, equalBytes, fromHex } from '@lanyard/pki';
import { AID_WITHOUT_VERSION, DERIVED_AID, PIV_AID } from '../identifiers.ts';
import { only, SW, withData } from '../status-words.ts';
import { encodeTlv } from '../tlv.ts';
import type { CardCommand } from './command.ts';

const BY_NAME = 0x04;
const APPLICATION = encodeTlv(
  0x61,
  encodeTlv(0x4f, fromHex('0000 1000 0100'.replaceAll(' ', ''))),
  encodeTlv(0x79, encodeTlv(0x4f, fromHex('a000000308'))),
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

const isOurs = (name: Bytes): boolean =>
  [PIV_AID, DERIVED_AID].some((aid) => equalBytes(name, aid) || equalBytes(name, aid.subarray(0, AID_WITHOUT_VERSION)));
