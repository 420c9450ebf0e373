import type { CommandApdu, ResponseApdu } from '../apdu.ts';
import type { CardState } from '../card-state.ts';
import type { CardPorts } from '../ports.ts';

/** How a command comes: SP 800-73-5 pt1 §2.4.2 gives less over the air. */
export type CardInterface = 'contact' | 'contactless';

/** A whole command, its chain joined and its protection taken off. */
export interface CardCall {
  readonly command: CommandApdu;
  readonly state: CardState;
  readonly ports: CardPorts;
  readonly over: CardInterface;
  /** It came by secure messaging. */
  readonly secured: boolean;
}

export type CardCommand = (call: CardCall) => ResponseApdu | Promise<ResponseApdu>;
