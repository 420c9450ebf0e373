import type { CommandApdu, ResponseApdu } from '../apdu.ts';
import type { CardState } from '../card-state.ts';
import type { CardPorts } from '../ports.ts';

/** A whole command, its chain joined. */
export interface CardCall {
  readonly command: CommandApdu;
  readonly state: CardState;
  readonly ports: CardPorts;
}

export type CardCommand = (call: CardCall) => ResponseApdu | Promise<ResponseApdu>;
