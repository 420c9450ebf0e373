import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, basename, join } from 'node:path';
import type { RevocationReason } from '@lanyard/contract';
import { after, days } from '@lanyard/kernel';
import type { StatusChange } from '@lanyard/issuer';
import { openPkcs12 } from '@lanyard/pki';
import type { OpenContexts } from '../contexts.ts';
import { issueCard } from './issue-card.ts';
import { CARD_PASSWORD, saveCard } from './make-agency.ts';
import { demoPeople } from './people.ts';

export const cardFolder = (dataFolder: string): string => join(dataFolder, 'cards');

export interface NewDemoCard {
  readonly userName: string;
  readonly days: number;
  readonly keyType: 'ec-p256' | 'rsa-2048';
  /** Where the PKCS#12 goes; the data folder's `cards` by default. */
  readonly path?: string;
}

/** `lanyard card issue`: another card for a person, as after a loss or a renewal. */
export async function issueDemoCard(
  { issuer, directory, clock, config }: OpenContexts,
  card: NewDemoCard,
): Promise<{ path: string; password: string }> {
  const person = await directory.personByUserName(card.userName);
  if (!person) throw new Error(`nobody is called ${card.userName}: "lanyard person list" shows everybody`);
  const number = demoPeople.find((p) => p.userName === person.userName)?.number ?? String(Date.now() % 10 ** 10);
  const made = await issueCard(issuer, 'card', {
    personId: person.id,
    givenName: person.givenName,
    surname: person.surname,
    email: person.email,
    upn: person.upn,
    number,
    organisation: config.organisation,
    notAfter: after(clock.now(), days(card.days)),
    keyType: card.keyType,
    password: CARD_PASSWORD,
  });
  const path = card.path ?? join(cardFolder(config.dataFolder), `${person.userName}-${made.uuid.slice(0, 8)}.p12`);
  return { path: await saveCard(dirname(path), basename(path, '.p12'), made.pkcs12), password: CARD_PASSWORD };
}

/**
 * Revokes, suspends or resumes every certificate of a card.
 * @param which a card file, or a user name for that person's first card
 */
export async function changeDemoCard(
  { issuer, credentials, db, config }: OpenContexts,
  which: string,
  act: 'revoke' | 'suspend' | 'resume',
  reason: Exclude<RevocationReason, 'certificateHold'>,
): Promise<readonly StatusChange[]> {
  const path = which.endsWith('.p12') ? which : join(cardFolder(config.dataFolder), `${which}.p12`);
  const bytes = await readFile(path).catch(() => {
    throw new Error(`there is no card file ${path}`);
  });
  const { certificates } = await openPkcs12(new Uint8Array(bytes), CARD_PASSWORD);
  const changed: StatusChange[] = [];
  await db.tx(async (tx) => {
    // the file also holds the issuers above the card, which have no key in it and must not end with it
    for (const { octets } of certificates.filter((c) => c.localKeyId !== undefined)) {
      const target = { sha256: createHash('sha256').update(octets).digest('hex') };
      changed.push(
        ...(act === 'revoke' ? await issuer.revoke(tx, { ...target, reason }) : await issuer[act](tx, target)),
      );
    }
    await credentials.primariesChanged(
      tx,
      changed.map((c) => c.sha256),
    );
  });
  return changed;
}
