import { type Bytes, concatBytes } from '@lanyard/pki';
import { type CommandApdu, encodeResponse, parseCommand, type ResponseApdu } from './apdu.ts';
import { SECURE_CLASS } from './secure-messaging/protected-message.ts';
import { only, SW } from './status-words.ts';

/** Octets of a joined command: the largest container with what is around it (SP 800-73-5 pt1 Table 7). */
const LONGEST_COMMAND = 16_384;
const CHAINED = 0x10;
/** Plain and protected (ISO/IEC 7816-4 §5.4.1), each also as a piece of a chain. */
const CLASSES = new Set([0x00, CHAINED, SECURE_CLASS, SECURE_CLASS | CHAINED]);
const GET_RESPONSE = 0xc0;

export interface Transmission {
  transmit(octets: Uint8Array): Promise<Bytes>;
  reset(): void;
}

/**
 * Joins chained commands and hands out long answers piece by piece (SP 800-73-5 pt2 §2.4.2, ISO/IEC 7816-4 §5.1.1.1).
 * A command of another kind in the middle of a chain drops what was sent of it. What is protected is joined first: the
 * protection is around the whole.
 */
export function chainOver(perform: (command: CommandApdu) => Promise<ResponseApdu>): Transmission {
  let chain: CommandApdu | undefined;
  let rest: Bytes = new Uint8Array(0);

  const give = (data: Bytes, sw: number, le = 256): ResponseApdu => {
    const piece = data.subarray(0, le);
    rest = data.slice(piece.length);
    if (rest.length === 0) return { data: piece, sw };
    return { data: piece, sw: SW.moreData + (rest.length > 0xff ? 0 : rest.length) };
  };

  const answer = async (command: CommandApdu): Promise<ResponseApdu> => {
    const { cla, ins, p1, p2, le } = command;
    const before = chain !== undefined && continues(chain, command) ? chain.data : new Uint8Array(0);
    chain = undefined;
    if (!CLASSES.has(cla)) return only(SW.class);
    if (cla === 0x00 && ins === GET_RESPONSE)
      return rest.length > 0 && p1 + p2 === 0 ? give(rest, SW.done, le) : only(SW.conditionsOfUse);
    rest = new Uint8Array(0);
    const data = concatBytes(before, command.data);
    if (data.length > LONGEST_COMMAND) return only(SW.wrongLength);
    if ((cla & CHAINED) !== 0) {
      chain = { cla, ins, p1, p2, data };
      return only(SW.done);
    }
    const { data: whole, sw } = await perform({ ...command, data });
    return give(whole, sw, le);
  };

  return {
    transmit: async (octets) => {
      const command = parseCommand(octets);
      return encodeResponse(command === undefined ? only(SW.wrongLength) : await answer(command));
    },
    reset: () => {
      chain = undefined;
      rest = new Uint8Array(0);
    },
  };
}

const continues = (chain: CommandApdu, { cla, ins, p1, p2 }: CommandApdu): boolean =>
  chain.cla === (cla | CHAINED) && chain.ins === ins && chain.p1 === p1 && chain.p2 === p2;
