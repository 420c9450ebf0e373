import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { RequestSecrets } from '@lanyard/contract';
import { issueDemoCard } from '@lanyard/server';
import { createWallet, memoryStorage, webKeyStore, type Http, type KeyStore, type Wallet } from '@lanyard/wallet/core';
import { CardHolder } from '../e2e/support/card-holder.ts';
import type { Lanyard } from '../e2e/support/lanyard.ts';
import type { Installation } from './installation.ts';
import type { Send } from './load.ts';

/** A wallet in this process that forgets everything, with the core of the real one. */
export interface Phone {
  readonly wallet: Wallet;
  readonly keys: KeyStore;
  readonly http: Http;
}

export const random = (n: number) => new Uint8Array(randomBytes(n));

export async function newPhone(on: Lanyard, send: Send): Promise<Phone> {
  const storage = memoryStorage();
  const keys = webKeyStore(storage);
  const http: Http = async ({ method, url, headers, body }) => {
    const got = await send({ method, url, headers, ...(body === undefined ? {} : { body }) });
    return { status: got.status, header: got.header, body: got.body.toString('utf8') };
  };
  const facts = {
    name: 'Phone',
    platform: 'android',
    osVersion: '15',
    model: 'Bench',
    walletVersion: '0.1.0',
  } as const;
  // The cost of guessing a passcode is the phone's own; here it would hide the server's.
  const wallet = await createWallet(
    { storage, keys, http, clock: Date.now, random },
    { serverUrl: on.wallet, facts, iterations: 1_000 },
  );
  return { wallet, keys, http };
}

/** Adds people, each with a card, and has each of them request a credential with the card shown in a real handshake. */
export async function requestsOfNewPeople(
  { server, within }: Installation,
  count: number,
  prefix: string,
): Promise<RequestSecrets[]> {
  const on = await server();
  const names = Array.from({ length: count }, (_, n) => `${prefix}.${n}`);
  await within(async (contexts) => {
    for (const userName of names) {
      const upn = `${userName}@harbor.example`;
      const person = { userName, upn, email: upn, displayName: userName, givenName: prefix, surname: userName };
      await contexts.db.tx((tx) => contexts.directory.addPerson(tx, person));
      await issueDemoCard(contexts, {
        userName,
        days: 30,
        keyType: 'ec-p256',
        path: join(on.folder, `${userName}.p12`),
      });
    }
  });
  const requests: RequestSecrets[] = [];
  for (const userName of names) {
    const holder = new CardHolder(on.portal);
    await holder.signIn(join(on.folder, `${userName}.p12`));
    requests.push(await holder.request({ name: 'Bench' }));
  }
  return requests;
}
