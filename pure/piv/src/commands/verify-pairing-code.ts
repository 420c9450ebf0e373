import { PAIRING_CODE_OCTETS, readPairingCode } from '../objects/pairing-code.ts';
import { only, SW } from '../status-words.ts';
import type { CardCommand } from './command.ts';

const FORGET = 0xff;

/**
 * VERIFY of the pairing code (SP 800-73-5 pt2 §3.2.1): it turns secure messaging into the virtual contact interface. There
 * is no counter; it is taken only by secure messaging, so that nobody near hears it.
 */
export const verifyPairingCode: CardCommand = async ({ command: { p1, data }, state, ports, secured }) => {
  if (!secured) return only(SW.securityStatus);
  if (p1 === FORGET) {
    if (data.length > 0) return only(SW.incorrectData);
    state.paired = false;
    return only(SW.done);
  }
  if (data.length === 0) return only(state.paired ? SW.done : SW.verificationFailed);
  const code = data.length === PAIRING_CODE_OCTETS ? readPairingCode(data) : undefined;
  if (code === undefined) return only(SW.incorrectData);
  state.paired = (await ports.secureMessaging?.pairing?.verify(code)) === true;
  return only(state.paired ? SW.done : SW.verificationFailed);
};
