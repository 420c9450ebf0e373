import type { Bytes } from '@lanyard/pki';
import type { CommandApdu, ResponseApdu } from './apdu.ts';
import { endChannel, freshState } from './card-state.ts';
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
  let state = freshState();
  const perform = async (command: CommandApdu, secured: boolean): Promise<ResponseApdu> => {
    const act = COMMANDS.get(command.ins);
    if (act === undefined) return only(SW.instruction);
    const mine = state;
    const answer = await act({ command, state: mine, ports, over, secured });
    if (mine === state) return answer;
    // A reset came while it was under way: what it opened meanwhile is closed, and the answer goes with it.
    endChannel(mine);
    ports.pin.forget();
    return only(SW.securityStatus);
  };
  const transmission = chainOver((command) =>
    command.cla === SECURE_CLASS
      ? secureCommand(command, { state, ports, over, perform: (inside) => perform(inside, true) })
      : perform(command, false),
  );
  return {
    transmit: transmission.transmit,
    reset: () => {
      transmission.reset();
      endChannel(state);
      // A command under way keeps the one before: what it still reaches there is reached by nobody.
      state = freshState();
      ports.pin.forget();
    },
  };
}
