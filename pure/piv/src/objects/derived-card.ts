import type { Bytes, Digest } from '@lanyard/pki';
import { OBJECT } from '../identifiers.ts';
import type { CipherSuite } from '../secure-messaging/cipher-suite.ts';
import { signCvc } from '../secure-messaging/cvc.ts';
import { issuerIdOf } from '../secure-messaging/verify-cvc.ts';
import { chuid } from './chuid.ts';
import { pairingCodeObject } from './pairing-code.ts';
import { secureMessagingSigner } from './secure-messaging-signer.ts';
import { securityObject } from './security-object.ts';
import type { ContentSigner } from './sign-content.ts';
import { cardCapability, discovery, keyHistory, type VirtualContact } from './small-objects.ts';

/** What the containers of a derived credential follow from: whoever knows it makes the same octets. */
export interface DerivedCard {
  /** Card UUID, 16 octets: that of the authentication certificate. */
  readonly guid: Bytes;
  readonly expires: Date;
  /** Retired keys on the card, 0 to 20. */
  readonly retired: number;
  /** Absent: the card has no secure messaging. */
  readonly secureMessaging?: DerivedSecureMessaging;
}

export interface DerivedSecureMessaging {
  readonly suite: CipherSuite;
  /** The card's public key, uncompressed. */
  readonly point: Bytes;
  /** Eight digits; absent: the virtual contact interface opens without them. */
  readonly pairingCode?: string;
}

interface PlainCard extends Pick<DerivedCard, 'guid' | 'retired'> {
  readonly virtualContact?: VirtualContact;
}

/** The containers that are not signed themselves and that anybody may read, by tag. No printed information: nobody has printed any. */
export async function plainContainers(
  { guid, retired, virtualContact }: PlainCard,
  digest: Digest,
): Promise<Map<number, Bytes>> {
  const identifier = (await digest.digest('sha256', guid)).slice(0, 14);
  return new Map([
    [OBJECT.cardCapability, cardCapability(identifier)],
    [OBJECT.discovery, discovery(virtualContact)],
    [OBJECT.keyHistory, keyHistory(retired)],
  ]);
}

/** Identifiers of the containers (SP 800-73-5 pt1 Table 3). */
const CONTAINERS: ReadonlyMap<number, number> = new Map<number, number>([
  [OBJECT.cardCapability, 0xdb00],
  [OBJECT.discovery, 0x6050],
  [OBJECT.keyHistory, 0x6060],
]);
const CHUID_CONTAINER = 0x3000;
const PAIRING_CODE_CONTAINER = 0x1018;

const virtualContactOf = ({ secureMessaging }: DerivedCard): VirtualContact => {
  if (secureMessaging === undefined) return 'none';
  return secureMessaging.pairingCode === undefined ? 'no-code' : 'pairing-code';
};

export interface SignedContainers {
  readonly chuid: Bytes;
  readonly securityObject: Bytes;
}

/**
 * CHUID and Security Object with an issuer's signature: the second one vouches for the containers that have none. Among
 * them is the pairing code (SP 800-157r1 App. B), which is no secret from whoever reads the Security Object: 10^8 digests.
 */
export async function signedContainers(
  card: DerivedCard,
  signer: ContentSigner,
  digest: Digest,
): Promise<SignedContainers> {
  const holder = await chuid(card, digest, signer);
  const others = [...(await plainContainers({ ...card, virtualContact: virtualContactOf(card) }, digest))].map(
    ([tag, content]) => ({
      container: CONTAINERS.get(tag) ?? 0,
      content,
    }),
  );
  const code = card.secureMessaging?.pairingCode;
  const pairing = code === undefined ? [] : [{ container: PAIRING_CODE_CONTAINER, content: pairingCodeObject(code) }];
  const all = [{ container: CHUID_CONTAINER, content: holder }, ...others, ...pairing];
  return { chuid: holder, securityObject: await securityObject(all, signer, digest) };
}

/**
 * The certificate of a card's secure messaging key, and who signed it.
 * @param signer on the suite's curve, with a key identifier in its certificate
 * @throws RangeError for another signer
 */
export async function signedSecureMessaging(
  { guid }: Pick<DerivedCard, 'guid'>,
  { suite, point }: Pick<DerivedSecureMessaging, 'suite' | 'point'>,
  { signer, certificate }: ContentSigner,
): Promise<{ readonly certificate: Bytes; readonly signer: Bytes }> {
  const issuer = issuerIdOf(certificate);
  if (issuer === undefined || signer.algorithm !== suite.signature)
    throw new RangeError(`a certificate of ${suite.algorithm} is signed with ${suite.signature}`);
  const cvc = await signCvc({ role: 'card', issuer, subject: guid, suite, point }, signer);
  return { certificate: cvc, signer: secureMessagingSigner({ certificate }) };
}
