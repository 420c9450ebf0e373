import { errorCatalogue, type ErrorCode } from '@lanyard/contract';
import { isLanyardError, LanyardError } from '@lanyard/kernel';
import {
  type Bytes,
  certsOnly,
  cipherOf,
  decryptByTransport,
  encryptByTransport,
  type EnvelopedData,
  equalBytes,
  isIdOf,
  parseEnvelopedData,
  PkiError,
} from '@lanyard/pki';
import { lineCertificates } from '../authority/line-certificates.ts';
import { recordRefusal } from '../enrolment/authenticate.ts';
import type { Enrolling } from '../enrolment/issue-enrolled.ts';
import { buildScepReply, type FailInfo, type ScepOutcome } from './build-reply.ts';
import { enrolByScep, pollScep, renewByScep } from './enrol.ts';
import { readScepMessage, type ScepMessage } from './read-message.ts';
import type { ScepCall } from './scep-call.ts';
import type { RegistrationKey, RegistrationKeys } from './registration-key.ts';

/** The operations of RFC 8894 that are served. */
export interface ScepService {
  /** §3.5.2. */
  capabilities(): string;
  /** §4.2: certs-only CMS of registration key, authority, those of its line, and what is above them. */
  certificates(authority: string): Promise<Bytes>;
  /**
   * §4.3: PKCSReq, RenewalReq, CertPoll.
   * @returns a CertRep, refusals included
   * @throws LanyardError `input_invalid` where no answer can be addressed; `issuer_unavailable` and its like, so that
   *   the client tries again
   */
  operation(call: ScepCall, message: Uint8Array): Promise<Bytes>;
}

/**
 * SHA-384 is no keyword of RFC 8894, and clients pass over what they do not know (§3.5.2); but it is taken, and
 * strongSwan 5.9.8, which mixes the flags of the keywords up, enrols only where it is named.
 */
const CAPABILITIES = ['AES', 'POSTPKIOperation', 'Renewal', 'SCEPStandard', 'SHA-256', 'SHA-384', 'SHA-512'];

export function scepService(enrolling: Enrolling, keysOf: RegistrationKeys): ScepService {
  const { ports, book } = enrolling;

  return {
    capabilities: () => `${CAPABILITIES.join('\n')}\n`,
    async certificates(authority) {
      const [key] = await keysOf(authority);
      return certsOnly([...(key ? [key.certificate.der] : []), ...(await lineCertificates(book, authority))]);
    },
    async operation(call, octets) {
      const keys = await keysOf(call.authority);
      const message = await readScepMessage(octets, ports).catch((cause: unknown) => {
        throw cause instanceof PkiError
          ? new LanyardError('input_invalid', { reason: cause.message }, { cause })
          : cause;
      });
      const { key, outcome } = await answer(enrolling, keys, call, message);
      return await buildScepReply(message, outcome, key, ports);
    },
  };
}

async function answer(enrolling: Enrolling, keys: readonly RegistrationKey[], call: ScepCall, message: ScepMessage) {
  const [newest] = keys;
  if (newest === undefined) throw new LanyardError('issuer_unavailable');
  const failed = (failInfo: FailInfo, text: string) => {
    const { authority, correlationId } = call;
    enrolling.ports.log.info({ authority, failInfo, text, correlationId }, 'SCEP request refused');
    return { key: newest, outcome: { status: 'failure', failInfo, text } satisfies ScepOutcome };
  };
  // §3.2: nothing of an unsigned message is looked at.
  if (!message.genuine)
    return failed('badMessageCheck', 'the signature of the message is wrong, or of an algorithm not taken');
  if (message.type === undefined) return failed('badRequest', 'this type of message is not served');
  const enveloped = readEnvelope(message);
  const key = enveloped && keys.find((k) => enveloped.recipients.some((r) => isIdOf(r.recipient, k.certificate)));
  // One answer for whatever is wrong inside, a failed decryption among it, so that none tells about the other.
  const unreadable = () => failed('badMessageCheck', 'the content of the message cannot be read');
  if (!enveloped || !key) return unreadable();
  const cipher = cipherOf(enveloped);
  if (!cipher || message.signer.publicKey.kind !== 'rsa')
    return failed('badAlg', 'AES-CBC and an RSA key are expected');
  try {
    const inside = await decryptByTransport(enveloped, key.certificate, key.transport, enrolling.ports.random);
    const certificate = await serve(enrolling, call, message, inside);
    const { random } = enrolling.ports;
    const envelope = await encryptByTransport(certsOnly([certificate]), message.signer, key.transport, {
      random,
      cipher,
    });
    return { key, outcome: { status: 'success', envelope } satisfies ScepOutcome };
  } catch (error) {
    if (error instanceof PkiError || isLanyardError(error, 'csr_malformed')) return unreadable();
    if (!isLanyardError(error) || error.kind === 'unavailable' || error.kind === 'internal') throw error;
    if (!AUDITED.has(error.code)) await recordRefusal(enrolling.ports, null, call.source, error.code);
    return failed(
      failInfoOf(error.code),
      `${error.code}: ${errorCatalogue[error.code].title} ${errorCatalogue[error.code].next}`,
    );
  }
}

/** Those whose refusal is on record before they get here. */
const AUDITED = new Set<ErrorCode>([
  'enrolment_refused',
  'enrolment_expired',
  'enrolment_ended',
  'enrolment_certificate_refused',
]);

function readEnvelope({ envelope }: ScepMessage): EnvelopedData | undefined {
  try {
    return envelope === undefined ? undefined : parseEnvelopedData(envelope);
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

function serve(enrolling: Enrolling, call: ScepCall, message: ScepMessage, inside: Bytes): Promise<Bytes> {
  if (message.type === 'CertPoll') return pollScep(enrolling, call, message);
  if (message.type === 'RenewalReq') return renewByScep(enrolling, call, message, inside);
  // §3.3.1: some clients call a renewal PKCSReq too; who signs with another key than the new one renews.
  return equalBytes(message.signer.issuer.der, message.signer.subject.der)
    ? enrolByScep(enrolling, call, message, inside)
    : renewByScep(enrolling, call, message, inside);
}

function failInfoOf(code: ErrorCode): FailInfo {
  if (code === 'csr_signature_invalid') return 'badMessageCheck';
  if (code === 'csr_weak_key' || code === 'csr_wrong_key') return 'badAlg';
  return code === 'enrolment_certificate_refused' || code === 'not_found' ? 'badCertId' : 'badRequest';
}
