import { randomUUID } from 'node:crypto';
import { generateKeyPair, nodeDigest, nodeVerifier, softwareSigner } from '@lanyard/crypto';
import {
  createLog,
  type Db,
  ManualClock,
  masterKey,
  noFaults,
  openDb,
  type Outbox,
  systemRandom,
} from '@lanyard/kernel';
import { freshDatabase, type TestDatabase } from '@lanyard/kernel/testing';
import { nameFrom } from '@lanyard/pki';
import { createIssuer } from './create-issuer.ts';
import type { Issuer } from './issuer.ts';
import type { IssuerPorts } from './ports.ts';
import type { IssueInput } from './types.ts';

export interface SentJob {
  readonly queue: string;
  readonly data: object;
  readonly startAfter: Date | undefined;
}

/** What a test of the issuer stands on: a database of its own, a clock that stands still, and an outbox to look into. */
export interface Bench {
  readonly database: TestDatabase;
  readonly db: Db;
  readonly clock: ManualClock;
  readonly ports: IssuerPorts;
  readonly issuer: Issuer;
  readonly sent: SentJob[];
  /** Another process over the same database. */
  another(changes?: Partial<IssuerPorts>): Issuer;
  close(): Promise<void>;
}

export const STATUS_URL = 'http://localhost:8088';
export const KEYS: IssuerPorts['keys'] = { generate: generateKeyPair, signer: softwareSigner };

/** Ports of a process over a database; what it sends is put into `sent`. */
export function startPorts(db: Db, clock: ManualClock, sent: SentJob[]): IssuerPorts {
  const outbox: Outbox = {
    send: (_tx, queue, data, options) =>
      Promise.resolve(void sent.push({ queue, data, startAfter: options?.startAfter })),
  };
  const pure = { random: systemRandom, digest: nodeDigest, verifier: nodeVerifier, keys: KEYS };
  return {
    db,
    clock,
    ...pure,
    masterKey: masterKey(new Uint8Array(32).fill(7)),
    outbox,
    log: createLog('silent'),
    fault: noFaults,
  };
}

export async function startBench(): Promise<Bench> {
  const database = await freshDatabase();
  const db = openDb({ ...database, max: 4 });
  const clock = new ManualClock('2026-11-22T12:00:00.250Z');
  const sent: SentJob[] = [];
  const ports = startPorts(db, clock, sent);
  const another = (changes: Partial<IssuerPorts> = {}): Issuer =>
    createIssuer({ ...ports, ...changes }, { statusUrl: STATUS_URL });
  const close = async (): Promise<void> => {
    await db.close();
    await database.drop();
  };
  return { database, db, clock, ports, issuer: another(), sent, another, close };
}

/** A root and a derived-credential authority under it. */
export async function makeAuthorities(issuer: Issuer): Promise<void> {
  const name = (cn: string) =>
    nameFrom([
      { type: 'C', value: 'US' },
      { type: 'O', value: 'Test Agency' },
      { type: 'CN', value: cn },
    ]);
  await issuer.createAuthority({
    id: 'root',
    kind: 'root',
    subject: name('Test Root CA'),
    keyType: 'ec-p256',
    lifetimeDays: 7300,
  });
  await issuer.createAuthority({
    id: 'derived',
    kind: 'derived',
    parent: 'root',
    subject: name('Test Derived CA'),
    keyType: 'ec-p256',
    lifetimeDays: 3650,
  });
}

/** Makes of `issueInput` a request for an encryption certificate. */
export const encryption = {
  profile: 'key-management',
  email: 'ada@agency.example',
  policies: ['2.16.840.1.101.3.2.1.48.9'],
} as const;

export const PERSON = '7d9c6a0e-31c7-4b55-8a2b-1f3b7a6e9c10';

/** A request that the issuer takes, for a fresh P-256 key. */
export function issueInput(changes: Partial<IssueInput> = {}): IssueInput {
  return {
    authority: 'derived',
    profile: 'derived-authentication',
    reference: `${randomUUID()}/authentication`,
    subject: nameFrom([
      { type: 'C', value: 'US' },
      { type: 'O', value: 'Test Agency' },
      { type: 'CN', value: 'Ada Lovelace' },
    ]),
    upn: 'ada@agency.example',
    spki: generateKeyPair('ec-p256').spki,
    notAfter: new Date('2029-11-01T00:00:00Z'),
    policies: ['2.16.840.1.101.3.2.1.48.11'],
    holder: { personId: PERSON },
    ...changes,
  };
}
