import { type Bytes, concatBytes } from '@lanyard/pki';
import { type CommandApdu, encodeCommand, parseResponse, type ResponseApdu } from '../apdu.ts';
import { SW } from '../status-words.ts';
import { CardRefusal } from './card-refusal.ts';

/** Where a card is: a reader, or the card application itself. */
export type Transmit = (octets: Bytes) => Promise<Bytes>;

/** One command of any length, with its whole answer. */
export type Send<Command = CommandApdu> = (command: Command) => Promise<ResponseApdu>;

const PIECE = 255;
const CHAINED = 0x10;
const LONGEST_ANSWER = 1 << 16;
const NOTHING = new Uint8Array(0);

/** Chains commands as needed and fetches the whole answer. @throws CardRefusal for an answer without a status word */
export function sendOver(transmit: Transmit): Send {
  const exchange = async (command: CommandApdu): Promise<ResponseApdu> => {
    const answer = parseResponse(await transmit(encodeCommand(command)));
    if (answer === undefined) throw new CardRefusal(0);
    return answer;
  };
  return async (command) => {
    let { data } = command;
    for (; data.length > PIECE; data = data.subarray(PIECE)) {
      const { le: _le, ...head } = command;
      const { sw } = await exchange({ ...head, cla: command.cla | CHAINED, data: data.subarray(0, PIECE) });
      if (sw !== SW.done) return { data: NOTHING, sw };
    }
    return whole(exchange, await exchange({ ...command, data }));
  };
}

/** Fetches what did not fit the first answer; a card that never ends is cut off. */
async function whole(exchange: Send, first: ResponseApdu): Promise<ResponseApdu> {
  let { data, sw } = first;
  while ((sw & 0xff00) === SW.moreData && data.length < LONGEST_ANSWER) {
    const more = await exchange({ cla: 0, ins: 0xc0, p1: 0, p2: 0, data: NOTHING, le: sw & 0xff || 256 });
    data = concatBytes(data, more.data);
    sw = more.sw;
  }
  return { data, sw };
}
