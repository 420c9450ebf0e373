import type { Bytes } from '@lanyard/pki';
import { mayRead } from '../access-rules.ts';
import { withdrawPin } from '../card-state.ts';
import { isBare, isObjectTag, needsPin } from '../identifiers.ts';
import { only, SW, withData } from '../status-words.ts';
import { encodeTlv, readTlv } from '../tlv.ts';
import type { CardCommand } from './command.ts';

const TAG_LIST = 0x5c;
const DATA = 0x53;

/** GET DATA (SP 800-73-5 pt2 §3.1.2). */
export const getData: CardCommand = async (call) => {
  const { p1, p2, data } = call.command;
  if (p1 !== 0x3f || p2 !== 0xff) return only(SW.incorrectParameter);
  const named = readTlv(TAG_LIST, data);
  if (named === undefined || named.length === 0 || named.length > 3) return only(SW.incorrectData);
  const tag = numberOf(named);
  // Over the air not even the absence of an object is told.
  if (!mayRead(call, tag)) return only(SW.securityStatus);
  const content = isObjectTag(tag) ? await call.ports.objects.read(tag) : undefined;
  if (content === undefined) return only(SW.notFound);
  if (content === 'locked') withdrawPin(call.state);
  if (content === 'locked') return only(SW.securityStatus);
  if (needsPin(tag) && !call.state.pinVerified) return only(SW.securityStatus);
  return withData(encodeTlv(isBare(tag) ? tag : DATA, content));
};

export const numberOf = (octets: Bytes): number => octets.reduce((number, octet) => number * 256 + octet, 0);
