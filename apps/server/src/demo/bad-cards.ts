import { generateKeyPair, nodeRandom, softwareSigner } from '@lanyard/crypto';
import type { Person } from '@lanyard/directory';
import { after, days, seconds, type Clock, type Db } from '@lanyard/kernel';
import type { Issuer } from '@lanyard/issuer';
import { createPkcs12, ext, nameFrom, signCertificate, type Bytes } from '@lanyard/pki';
import { issueCard, PKCS12_ITERATIONS, type CardRequest } from './issue-card.ts';
import { UPN_SUFFIX } from './people.ts';

export interface BadCardOptions {
  readonly organisation: string;
  readonly password: string;
  readonly person: Person | undefined;
  readonly save: (name: string, pkcs12: Bytes) => Promise<string>;
}

/** Somebody that the directory has never heard of. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Cards that must be refused, one for each reason, so that each page can be seen. */
export async function makeBadCards(
  { issuer, clock, db }: { issuer: Issuer; clock: Clock; db: Db },
  options: BadCardOptions,
): Promise<void> {
  const { person, organisation, password, save } = options;
  if (!person) return;
  const base: CardRequest = {
    personId: person.id,
    givenName: person.givenName,
    surname: person.surname,
    email: person.email,
    upn: person.upn,
    number: '2000000001',
    organisation,
    notAfter: after(clock.now(), days(365)),
    keyType: 'ec-p256',
    password,
    slots: ['authentication'],
  };
  const revoked = await issueCard(issuer, 'card', base);
  for (const { issued } of revoked.certificates)
    await db.tx((tx) => issuer.revoke(tx, { sha256: issued.sha256, reason: 'keyCompromise' }));
  await save('bad-revoked', revoked.pkcs12);
  // It lives for two seconds: by the time anybody tries it, it has expired.
  await save(
    'bad-expired',
    (await issueCard(issuer, 'card', { ...base, notAfter: after(clock.now(), seconds(2)) })).pkcs12,
  );
  await save('bad-no-upn', (await issueCard(issuer, 'card', { ...base, upn: undefined })).pkcs12);
  const stranger = {
    ...base,
    personId: NOBODY,
    givenName: 'Nora',
    surname: 'Nemo',
    email: `nora.nemo@${UPN_SUFFIX}`,
    upn: `nora.nemo@${UPN_SUFFIX}`,
  };
  await save('bad-unknown-person', (await issueCard(issuer, 'card', stranger)).pkcs12);
  await save('bad-unknown-issuer', await foreignCard(base, clock));
}

/** A card of an authority that nobody here trusts, naming one of our people all the same. */
async function foreignCard({ givenName, surname, upn, notAfter, password }: CardRequest, clock: Clock): Promise<Bytes> {
  const authority = generateKeyPair('ec-p256');
  const card = generateKeyPair('ec-p256');
  const issuer = nameFrom([
    { type: 'O', value: 'Elsewhere' },
    { type: 'CN', value: 'Elsewhere Card CA' },
  ]);
  const certificate = await signCertificate(
    {
      serial: nodeRandom.bytes(16).map((b, i) => (i === 0 ? (b & 0x7f) | 0x40 : b)),
      issuer,
      subject: nameFrom([{ type: 'CN', value: `${givenName} ${surname}` }]),
      notBefore: clock.now(),
      notAfter,
      spki: card.spki,
      extensions: [ext.keyUsage(['digitalSignature']), ext.subjectAltName([{ kind: 'upn', value: upn ?? '' }])],
    },
    softwareSigner(authority.pkcs8),
  );
  return createPkcs12({
    identities: [{ key: card.pkcs8, certificate, friendlyName: `${givenName} ${surname} – Elsewhere` }],
    chain: [],
    password,
    iterations: PKCS12_ITERATIONS,
  });
}
