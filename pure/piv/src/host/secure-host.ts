import type { Bytes } from '@lanyard/pki';
import { OBJECT, PAIRING_CODE_REFERENCE } from '../identifiers.ts';
import { writePairingCode } from '../objects/pairing-code.ts';
import { type CvcSigners, readSecureMessagingSigner } from '../objects/secure-messaging-signer.ts';
import { type CipherSuite, suiteOfId } from '../secure-messaging/cipher-suite.ts';
import { closeChannel } from '../secure-messaging/message-channel.ts';
import { openResponse, protectCommand, SECURE_CLASS } from '../secure-messaging/protected-message.ts';
import { SW } from '../status-words.ts';
import { readTlv, readTlvs, tlvOf } from '../tlv.ts';
import { CardRefusal } from './card-refusal.ts';
import { establishChannel } from './establish-channel.ts';
import { type Host, hostOf, hostOver } from './host.ts';
import { SecureMessagingRefusal } from './secure-messaging-refusal.ts';
import type { SecureHostPorts } from './secure-host-ports.ts';
import { sendOver, type Transmit } from './send.ts';

/** A host whose every command goes by secure messaging. What does not come from the card ends it. */
export interface SecureHost extends Host {
  readonly suite: CipherSuite['id'];
  /** The card's UUID in its certificate: compare it with the one of the CHUID. */
  readonly cardUuid: Bytes;
  /** Turns the channel into the virtual contact interface. @throws CardRefusal `6300` for a wrong code */
  verifyPairingCode(code: string): Promise<void>;
  end(): void;
}

/**
 * Opens a channel to a card: 1. what it offers 2. who signed its key 3. the key establishment.
 * @throws SecureMessagingRefusal for a card that does not offer it or does not prove itself
 * @throws CardRefusal for another status word than hoped for
 */
export async function secureHost(transmit: Transmit, ports: SecureHostPorts): Promise<SecureHost> {
  const plain = hostOf(transmit);
  const suite = offeredSuite(await plain.select());
  if (suite === undefined) throw new SecureMessagingRefusal('not_offered');
  const signers = await signersOf(plain);
  if (!(await ports.trusts(signers.certificate))) throw new SecureMessagingRefusal('signer_untrusted');
  const { channel, certificate } = await establishChannel(plain, ports, { suite, signers });
  const sendPlain = sendOver(transmit);
  let open = true;
  const end = (): void => {
    open = false;
    closeChannel(channel);
  };
  const exchange: Host['send'] = async (command) => {
    if (!open) throw new SecureMessagingRefusal('session_ended');
    const { ins, p1, p2 } = command;
    const data = protectCommand(channel, command);
    const answer = await sendPlain({ cla: SECURE_CLASS, ins, p1, p2, data, le: 256 }).catch((error: unknown) => {
      end();
      throw error;
    });
    const opened = answer.sw === SW.done ? openResponse(channel, answer.data) : undefined;
    if (opened !== undefined) return opened;
    end();
    throw new SecureMessagingRefusal('answer_not_authentic');
  };
  // Each message stands on the one before: a second one waits for the answer to the first.
  let last: Promise<unknown> = Promise.resolve();
  const send: Host['send'] = (command) => {
    const turn = last.then(() => exchange(command));
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    ...hostOver(send),
    suite: suite.id,
    cardUuid: certificate.subject,
    end,
    verifyPairingCode: async (code) => {
      const { sw } = await send({ ins: 0x20, p1: 0x00, p2: PAIRING_CODE_REFERENCE, data: writePairingCode(code) });
      if (sw !== SW.done) throw new CardRefusal(sw);
    },
  };
}

/** The suite in SELECT's answer (SP 800-73-5 pt2 §3.1.1). */
function offeredSuite(answer: Bytes): CipherSuite | undefined {
  const application = readTlvs(readTlv(0x61, answer) ?? new Uint8Array(0)) ?? [];
  const algorithms = readTlvs(tlvOf(application, 0xac) ?? new Uint8Array(0)) ?? [];
  const [id, ...more] = tlvOf(algorithms, 0x80) ?? [];
  return id === undefined || more.length > 0 ? undefined : suiteOfId(id);
}

async function signersOf(host: Host): Promise<CvcSigners> {
  const content = await host.getData(OBJECT.secureMessagingSigner);
  const signers = content && readSecureMessagingSigner(content);
  if (signers === undefined) throw new SecureMessagingRefusal('signer_missing');
  return signers;
}
