import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cardCapability,
  certificateObject,
  certificateTag,
  chuid,
  createCard,
  discovery,
  isRetired,
  keyHistory,
  type KeyAlgorithm,
  OBJECT,
  SLOT,
} from '@lanyard/piv';
import { type Bytes, ext, fromHex, nameFrom, signCertificate, viewOf } from '@lanyard/pki';
import { nodeDigest, softwareSigner } from '@lanyard/crypto';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import type { InsertedCard } from '../../apps/wallet/desktop/src/reader/inserted-card.ts';
import { type PcscServer, startPcscServer } from '../../apps/wallet/desktop/src/reader/pcsc-server.ts';
import type { SecureParts } from '../../pure/piv/src/testing/secure-card.ts';
import { type TestKey, testKey, testKeys, testPin, testPorts } from '../../pure/piv/src/testing/software-card.ts';
import { runProgram, type Ran } from '../e2e/support/run-program.ts';

export const ATR = fromHex('3b8b014c616e7961726420504956a8');
export const MODULE = `${LIBRARIES}/opensc-pkcs11.so`;
const USES = new Map<number, Parameters<typeof ext.keyUsage>[0]>([
  [SLOT.authentication, ['digitalSignature']],
  [SLOT.signature, ['digitalSignature', 'nonRepudiation']],
]);

export interface SoftwareCard extends InsertedCard {
  readonly keys: ReturnType<typeof testKeys>;
  readonly pin: ReturnType<typeof testPin>;
  readonly certificates: ReadonlyMap<number, Bytes>;
}

/**
 * A PIV card with keys in memory and certificates of their own making.
 * @param secure absent: without secure messaging
 */
export async function softwareCard(
  slots: ReadonlyMap<number, KeyAlgorithm>,
  secure?: SecureParts,
): Promise<SoftwareCard> {
  const made = new Map([...slots].map(([slot, algorithm]) => [slot, testKey(algorithm)]));
  const certificates = new Map<number, Bytes>();
  for (const [slot, key] of made) certificates.set(slot, await certificateOf(slot, key));
  const guid = new Uint8Array(randomBytes(16));
  const held = new Map<number, Bytes>([
    [OBJECT.cardCapability, cardCapability(guid.slice(0, 14))],
    [OBJECT.chuid, await chuid({ guid, expires: new Date('2035-01-01T00:00:00Z') }, nodeDigest)],
    [OBJECT.discovery, discovery()],
    [OBJECT.keyHistory, keyHistory([...slots.keys()].filter(isRetired).length)],
    ...[...certificates].map(([slot, der]) => [certificateTag(slot) ?? 0, certificateObject(der)] as const),
    ...(secure?.held ?? []),
  ]);
  const [keys, pin] = [testKeys(made), testPin()];
  const card = createCard(
    testPorts({ held, keys, pin, ...(secure === undefined ? {} : { secureMessaging: secure.key }) }),
  );
  return { atr: ATR, keys, pin, certificates, transmit: (octets) => card.transmit(octets), reset: () => card.reset() };
}

async function certificateOf(slot: number, { pkcs8, spki, algorithm }: TestKey): Promise<Bytes> {
  const name = nameFrom([{ type: 'CN', value: `Ada Vega ${slot.toString(16)}` }]);
  const agreement = algorithm.startsWith('ec-') ? 'keyAgreement' : 'keyEncipherment';
  const template = {
    serial: viewOf(createHash('sha256').update(spki).digest().subarray(0, 8).fill(0x5a, 0, 1)),
    issuer: name,
    subject: name,
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
    spki,
    extensions: [ext.keyUsage(USES.get(slot) ?? [agreement])],
  };
  return signCertificate(template, softwareSigner(pkcs8));
}

export interface Desktop extends AsyncDisposable {
  readonly folder: string;
  readonly socket: string;
  readonly server: PcscServer;
  /** What cards threw. */
  readonly faults: unknown[];
  /** A program that finds the card by PCSCLITE_CSOCK_NAME. */
  run(program: string, ...args: readonly string[]): Promise<Ran>;
}

/** A desktop without pcscd: readers of our own, on a socket of their own. */
export async function desktop(): Promise<Desktop> {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-card-'));
  const socket = join(folder, 'pcscd.comm');
  const faults: unknown[] = [];
  const random = (count: number): Bytes => new Uint8Array(randomBytes(count));
  const server = await startPcscServer({ path: socket, random, failed: (error) => void faults.push(error) });
  return {
    folder,
    socket,
    server,
    faults,
    run: (program, ...args) => withCard(socket, program, args),
    [Symbol.asyncDispose]: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** `env` names the socket to the program, and gives OpenSC a home without settings or caches of others. */
export const withCard = (socket: string, program: string, args: readonly string[], input = ''): Promise<Ran> =>
  runProgram('env', [`PCSCLITE_CSOCK_NAME=${socket}`, 'HOME=/nonexistent', 'OPENSC_CONF=/dev/null', program, ...args], {
    input,
    seconds: 60,
  });
