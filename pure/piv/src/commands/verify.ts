import { isContact } from '../access-rules.ts';
import type { ResponseApdu } from '../apdu.ts';
import { grantPin, withdrawPin } from '../card-state.ts';
import { PAIRING_CODE_REFERENCE, PIN_REFERENCE } from '../identifiers.ts';
import { readPin } from '../pin-format.ts';
import { only, SW, triesLeft } from '../status-words.ts';
import type { CardCall, CardCommand } from './command.ts';
import { verifyPairingCode } from './verify-pairing-code.ts';

const LOGOUT = 0xff;

/** VERIFY (SP 800-73-5 pt2 §3.2.1): compares the PIN, tells the status, or logs out. */
export const verify: CardCommand = async (call) => {
  const { p1, p2, data } = call.command;
  if (p1 !== 0x00 && p1 !== LOGOUT) return only(SW.incorrectParameter);
  if (p2 === PAIRING_CODE_REFERENCE && call.ports.secureMessaging?.pairing !== undefined)
    return verifyPairingCode(call);
  // Only the application's own PIN: neither the global PIN nor biometrics are in the Discovery Object.
  if (p2 !== PIN_REFERENCE) return only(SW.referenceNotFound);
  if (!isContact(call)) return only(SW.securityStatus);
  if (p1 === LOGOUT) return data.length > 0 ? only(SW.incorrectData) : logout(call);
  return data.length === 0 ? status(call) : compare(call);
};

function logout({ state, ports }: CardCall): ResponseApdu {
  withdrawPin(state);
  ports.pin.forget();
  return only(SW.done);
}

const status = async ({ state, ports }: CardCall): Promise<ResponseApdu> =>
  state.pinVerified ? only(SW.done) : triesLeft(await ports.pin.triesLeft());

async function compare({ command, state, ports }: CardCall): Promise<ResponseApdu> {
  const pin = readPin(command.data);
  // A wrong format is no guess: the counter stays, and so does the security status.
  if (pin === undefined) return only(SW.incorrectData);
  const outcome = await ports.pin.verify(pin);
  if (outcome.kind === 'right') {
    grantPin(state);
    return only(SW.done);
  }
  withdrawPin(state);
  return outcome.kind === 'wrong' ? triesLeft(outcome.triesLeft) : only(SW.blocked);
}
