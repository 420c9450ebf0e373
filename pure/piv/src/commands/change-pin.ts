import { isContact } from '../access-rules.ts';
import type { ResponseApdu } from '../apdu.ts';
import { grantPin, withdrawPin } from '../card-state.ts';
import { PIN_REFERENCE } from '../identifiers.ts';
import { PIN_OCTETS, readPin } from '../pin-format.ts';
import type { PinChange } from '../ports.ts';
import { only, SW, triesLeft } from '../status-words.ts';
import type { CardCall, CardCommand } from './command.ts';

/**
 * CHANGE REFERENCE DATA (SP 800-73-5 pt2 §3.2.2). The unblocking key is made anew by the server for every unblocking,
 * so there is none that could be changed.
 */
export const changeReferenceData: CardCommand = async (call) => {
  const { p1, p2, data } = call.command;
  if (p1 !== 0x00) return only(SW.incorrectParameter);
  if (p2 !== PIN_REFERENCE) return only(SW.referenceNotFound);
  if (!isContact(call)) return only(SW.securityStatus);
  const [present, next] = [readPin(data.subarray(0, PIN_OCTETS)), readPin(data.subarray(PIN_OCTETS))];
  if (present === undefined || next === undefined) return only(SW.incorrectData);
  const outcome = await call.ports.pin.change(present, next);
  if (outcome.kind === 'right') grantPin(call.state);
  return answer(call, outcome);
};

/**
 * RESET RETRY COUNTER (SP 800-73-5 pt2 §3.2.3). Success leaves the PIN's security status as it was. Never over the air, not
 * even over the virtual contact interface.
 */
export const resetRetryCounter: CardCommand = async (call) => {
  const { p1, p2, data } = call.command;
  if (p1 !== 0x00) return only(SW.incorrectParameter);
  if (p2 !== PIN_REFERENCE) return only(SW.referenceNotFound);
  if (call.over !== 'contact') return only(SW.securityStatus);
  const next = readPin(data.subarray(PIN_OCTETS));
  if (next === undefined) return only(SW.incorrectData);
  return answer(call, await call.ports.pin.unblock(data.slice(0, PIN_OCTETS), next));
};

function answer({ state }: CardCall, outcome: PinChange): ResponseApdu {
  if (outcome.kind === 'right') return only(SW.done);
  if (outcome.kind === 'refused') return only(SW.incorrectData);
  if (outcome.kind === 'locked') return only(SW.securityStatus);
  withdrawPin(state);
  return outcome.kind === 'wrong' ? triesLeft(outcome.triesLeft) : only(SW.blocked);
}
