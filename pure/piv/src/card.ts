import type { Bytes } from '@lanyard/pki';
import { freshState, withdrawPin } from './card-state.ts';
import { chainOver } from './chaining.ts';
import { changeReferenceData, resetRetryCounter } from './commands/change-pin.ts';
import type { CardCommand } from './commands/command.ts';
import { generalAuthenticate } from './commands/general-authenticate.ts';
import { getData } from './commands/get-data.ts';
import { generateKeyPair, putData } from './commands/personalise.ts';
import { select } from './commands/select.ts';
import { verify } from './commands/verify.ts';
import type { CardPorts } from './ports.ts';
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
 * it selects. Secure messaging and the virtual contact interface are not offered.
 */
export function createCard(ports: CardPorts): Card {
  const state = freshState();
  const transmission = chainOver(async (command) => {
    const perform = COMMANDS.get(command.ins);
    return perform === undefined ? only(SW.instruction) : perform({ command, state, ports });
  });
  return {
    transmit: transmission.transmit,
    reset: () => {
      transmission.reset();
      withdrawPin(state);
      ports.pin.forget();
    },
  };
}
