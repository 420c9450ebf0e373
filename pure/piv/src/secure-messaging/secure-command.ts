import type { CommandApdu, ResponseApdu } from '../apdu.ts';
import { type CardState, endChannel, withdrawPin } from '../card-state.ts';
import type { CardInterface } from '../commands/command.ts';
import type { CardPorts } from '../ports.ts';
import { only, SW, withData } from '../status-words.ts';
import { openCommand, protectResponse } from './protected-message.ts';

/** Commands that come protected (SP 800-73-5 pt2 Table 2): all but SELECT, which no session depends on. */
const PROTECTABLE = new Set([0xcb, 0x20, 0x24, 0x2c, 0x87, 0xdb, 0x47]);

export interface SecureCommandParts {
  readonly state: CardState;
  readonly ports: CardPorts;
  readonly over: CardInterface;
  /** Performs what was inside. */
  readonly perform: (command: CommandApdu) => Promise<ResponseApdu>;
}

/**
 * A protected command: 1. there is a session 2. the command is of it, and the next one 3. it is performed 4. the answer is
 * protected. Every fault ends the session and is answered in clear (SP 800-73-5 pt2 §4.2): nobody gets a second guess at a MAC.
 */
export async function secureCommand(command: CommandApdu, parts: SecureCommandParts): Promise<ResponseApdu> {
  const { state, ports } = parts;
  if (ports.secureMessaging === undefined) return only(SW.secureMessagingNotSupported);
  const { channel } = state;
  if (channel === undefined) return only(SW.securityStatus);
  if (!PROTECTABLE.has(command.ins)) return fault(parts, SW.secureMessagingNotSupported);
  const opened = openCommand(channel, command);
  if (typeof opened === 'number') return fault(parts, opened);
  const answer = await parts.perform(opened);
  // A reset may have come while a person was asked: then the keys are gone, and the answer with them.
  return state.channel === channel ? withData(protectResponse(channel, answer)) : only(SW.securityStatus);
}

function fault(parts: SecureCommandParts, sw: number): ResponseApdu {
  loseChannel(parts);
  return only(sw);
}

/** Over the air the PIN was given to this channel, and to no other. */
export function loseChannel({ state, ports, over }: Pick<SecureCommandParts, 'state' | 'ports' | 'over'>): void {
  endChannel(state);
  if (over === 'contact') return;
  withdrawPin(state);
  ports.pin.forget();
}
