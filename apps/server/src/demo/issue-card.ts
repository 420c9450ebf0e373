import { randomUUID } from 'node:crypto';
import { generateKeyPair } from '@lanyard/crypto';
import type { Issued, Issuer } from '@lanyard/issuer';
import { createPkcs12, nameFrom, type Bytes, type GeneralName, type Name } from '@lanyard/pki';
import { cardSlots, type CardSlot } from './card-kinds.ts';
import { encodeFascn, nonFederal } from './fascn.ts';

export interface CardRequest {
  readonly personId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly email: string;
  /** Absent: a card that names nobody, to be tried and refused. */
  readonly upn: string | undefined;
  /** Ten digits of the FASC-N. */
  readonly number: string;
  readonly organisation: string;
  readonly notAfter: Date;
  readonly keyType: 'ec-p256' | 'rsa-2048';
  /** Protects the PKCS#12, in place of a card's PIN. */
  readonly password: string;
  /** Only the one for signing in, or all four. */
  readonly slots?: readonly CardSlot['slot'][];
}

export interface SoftwareCard {
  /** The card's GUID, in every certificate's `urn:uuid` as the profiles ask. */
  readonly uuid: string;
  readonly certificates: readonly { readonly slot: CardSlot['slot']; readonly issued: Issued; readonly pkcs8: Bytes }[];
  /** All of it for a browser: PBES2, AES-256. */
  readonly pkcs12: Bytes;
}

/** The demo's password is printed: more rounds would guard nothing, and slow down the first start. */
export const PKCS12_ITERATIONS = 10_000;

/** Makes a smart card in software: the certificates of a PIV card, each with its own key, as one PKCS#12 file. */
export async function issueCard(issuer: Issuer, authority: string, request: CardRequest): Promise<SoftwareCard> {
  const uuid = randomUUID();
  const wanted = cardSlots.filter(({ slot }) => request.slots?.includes(slot) ?? true);
  const certificates: { slot: CardSlot['slot']; label: string; issued: Issued; pkcs8: Bytes }[] = [];
  for (const { slot, profile, label, policies } of wanted) {
    const { pkcs8, spki } = generateKeyPair(request.keyType);
    const issued = await issuer.issue({
      authority,
      profile,
      reference: `card/${uuid}/${slot}`,
      subject: subjectOf(request, slot, uuid),
      ...(slot === 'authentication' && request.upn ? { upn: request.upn } : {}),
      ...(slot === 'signature' || slot === 'key-management' ? { email: request.email } : {}),
      extraSan: slot === 'authentication' || slot === 'card-authentication' ? cardNames(request.number, uuid) : [],
      spki,
      notAfter: request.notAfter,
      policies,
      holder: { personId: request.personId },
    });
    certificates.push({ slot, label, issued, pkcs8 });
  }
  const holder = `${request.givenName} ${request.surname}`;
  const identities = certificates.map(({ issued, pkcs8, label }) => ({
    key: pkcs8,
    certificate: issued.certificate,
    friendlyName: `${holder} – ${label}`,
  }));
  const chain = certificates[0]?.issued.chain ?? [];
  return {
    uuid,
    certificates,
    pkcs12: await createPkcs12({ identities, chain, password: request.password, iterations: PKCS12_ITERATIONS }),
  };
}

/** A card authentication certificate names the card, not the person (FIPS 201-3 §5.2.1). */
function subjectOf({ givenName, surname, organisation }: CardRequest, slot: CardSlot['slot'], uuid: string): Name {
  const base = [
    { type: 'C', value: 'US' },
    { type: 'O', value: organisation },
  ];
  if (slot === 'card-authentication') return nameFrom([...base, { type: 'serialNumber', value: uuid }]);
  return nameFrom([...base, { type: 'OU', value: 'Demo' }, { type: 'CN', value: `${givenName} ${surname}` }]);
}

const cardNames = (number: string, uuid: string): GeneralName[] => [
  { kind: 'fascn', value: encodeFascn(nonFederal(number)) },
  { kind: 'uri', value: `urn:uuid:${uuid}` },
];
