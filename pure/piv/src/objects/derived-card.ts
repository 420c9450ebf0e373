import type { Bytes, Digest } from '@lanyard/pki';
import { OBJECT } from '../identifiers.ts';
import { chuid } from './chuid.ts';
import { securityObject } from './security-object.ts';
import type { ContentSigner } from './sign-content.ts';
import { cardCapability, discovery, keyHistory } from './small-objects.ts';

/** What the containers of a derived credential follow from: whoever knows it makes the same octets. */
export interface DerivedCard {
  /** Card UUID, 16 octets: that of the authentication certificate. */
  readonly guid: Bytes;
  readonly expires: Date;
  /** Retired keys on the card, 0 to 20. */
  readonly retired: number;
}

/** The containers that are not signed themselves, by tag. No printed information: nobody has printed any. */
export async function plainContainers({ guid, retired }: DerivedCard, digest: Digest): Promise<Map<number, Bytes>> {
  const identifier = (await digest.digest('sha256', guid)).slice(0, 14);
  return new Map([
    [OBJECT.cardCapability, cardCapability(identifier)],
    [OBJECT.discovery, discovery()],
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

/** CHUID and Security Object with an issuer's signature: the second one vouches for the containers that have none. */
export async function signedContainers(
  card: DerivedCard,
  signer: ContentSigner,
  digest: Digest,
): Promise<{ readonly chuid: Bytes; readonly securityObject: Bytes }> {
  const holder = await chuid(card, digest, signer);
  const others = [...(await plainContainers(card, digest))].map(([tag, content]) => ({
    container: CONTAINERS.get(tag) ?? 0,
    content,
  }));
  const all = [{ container: CHUID_CONTAINER, content: holder }, ...others];
  return { chuid: holder, securityObject: await securityObject(all, signer, digest) };
}
