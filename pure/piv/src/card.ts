import type { Bytes } from '@lanyard/pki';
import type { CommandApdu, ResponseApdu } from './apdu.ts';
import { endChannel, freshState, withdrawPin } from './card-state.ts';
import { chainOver } from './chaining.ts';
import { changeReferenceData, resetRetryCounter } from './commands/change-pin.ts';
import type { CardCommand, CardInterface } from './commands/command.ts';
import { generalAuthenticate } from './commands/general-authenticate.ts';
import { getData } from './commands/get-data.ts';
import { generateKeyPair, putData } from './commands/personalise.ts';
import { select } from './commands/select.ts';
import { verify } from './commands/verify.ts';
import type { CardPorts } from './ports.ts';
import { SECURE_CLASS } from './secure-messaging/protected-message.ts';
import { secureCommand } from './secure-messaging/secure-command.ts';
import { only, SW } from './status-words.ts';

/** The commands of SP 800-73-5 pt2 Table 2. */
const COMMANDS: ReadonlyMap<number, CardCommand> = new Map([
  [0xa4, select],
  [0xcb, getData],
  [0x20, verify],
  [0x24, changeReferenceData],
  [0x2c, resetRetryCounter],
  [0x87, generalAuthenticate],
  [0xdb, putData],
  [0x47, generateKeyPair],
]);

export interface Card {
  /**
   * One command, one answer; the caller waits for it before the next.
   * @param octets an APDU with short lengths
   * @throws whatever a port throws: then nobody knows what happened, and the card says nothing
   */
  transmit(octets: Uint8Array): Promise<Bytes>;
  /** Power off or reset: what was verified is forgotten (SP 800-73-5 pt2 §2.4.4). */
  reset(): void;
}

/**
 * The PIV card application (SP 800-73-5 pt2). It is selected from the start: OpenSC reads the Discovery Object before
 * it selects.
 * @param over the interface, one for all commands: what was reached over one is nothing to whoever comes over the other
 */
export function createCard(ports: CardPorts, over: CardInterface = 'contact'): Card {
  const state = freshState();
  const perform = async (command: CommandApdu, secured: boolean): Promise<ResponseApdu> => {
    const act = COMMANDS.get(command.ins);
    return act === undefined ? only(SW.instruction) : act({ command, state, ports, over, secured });
  };
  const inside = { state, ports, over, perform: (command: CommandApdu) => perform(command, true) };
  const transmission = chainOver((command) =>
    command.cla === SECURE_CLASS ? secureCommand(command, inside) : perform(command, false),
  );
  return {
    transmit: transmission.transmit,
    reset: () => {
      transmission.reset();
      endChannel(state);
      withdrawPin(state);
      ports.pin.forget();
    },
  };
}
