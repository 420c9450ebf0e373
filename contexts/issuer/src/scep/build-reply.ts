import { type Bytes, type CmsAttribute, der, type Digest, OID, type Random, signData } from '@lanyard/pki';
import type { ScepMessage } from './read-message.ts';
import type { RegistrationKey } from './registration-key.ts';

/** FailInfo (RFC 8894 §3.2.1.4). */
export const FAIL_INFO = { badAlg: 0, badMessageCheck: 1, badRequest: 2, badTime: 3, badCertId: 4 } as const;
export type FailInfo = keyof typeof FAIL_INFO;

export type ScepOutcome =
  | { readonly status: 'success'; readonly envelope: Bytes }
  | {
      readonly status: 'failure';
      readonly failInfo: FailInfo;
      /** Our own code and words (§3.2.1.4.1). */
      readonly text: string;
    };

/** CertRep (§3.3.2): the answer to a message, signed by the registration key, with the sender's nonce in it. */
export function buildScepReply(
  { transactionId, senderNonce }: Pick<ScepMessage, 'transactionId' | 'senderNonce'>,
  outcome: ScepOutcome,
  { certificate, signer }: RegistrationKey,
  { digest, random }: { readonly digest: Digest; readonly random: Random },
): Promise<Bytes> {
  const attributes: CmsAttribute[] = [
    printable(OID.scepMessageType, '3'),
    printable(OID.scepPkiStatus, outcome.status === 'success' ? '0' : '2'),
    printable(OID.scepTransactionId, transactionId),
    { oid: OID.scepSenderNonce, values: [der.octetString(random.bytes(16))] },
    { oid: OID.scepRecipientNonce, values: [der.octetString(senderNonce)] },
  ];
  if (outcome.status === 'failure') {
    attributes.push(printable(OID.scepFailInfo, String(FAIL_INFO[outcome.failInfo])));
    attributes.push({ oid: OID.scepFailInfoText, values: [der.utf8String(outcome.text)] });
  }
  const content = outcome.status === 'success' ? outcome.envelope : new Uint8Array(0);
  return signData({ contentType: OID.data, content, certificate, attributes }, signer, digest);
}

const printable = (oid: string, text: string): CmsAttribute => ({ oid, values: [der.printableString(text)] });
