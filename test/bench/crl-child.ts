// A process of its own for one act on a large CRL, so that its peak of memory is that act's: node crl-child.ts make|read COUNT FILE
import { readFileSync, writeFileSync } from 'node:fs';
import { generateKeyPair, nodeDigest, softwareSigner } from '@lanyard/crypto';
import { crlExt, type CrlEntryInput, keyIdentifierOf, nameFrom, parseCrl, streamCrl } from '@lanyard/pki';

const [act, countText, path = ''] = process.argv.slice(2);
const count = Number(countText);
const FROM = new Date('2026-11-22T12:00:00Z');

/** Batches of a thousand, as a database cursor gives them. */
function* entries(): Generator<CrlEntryInput[]> {
  for (let from = 0; from < count; from += 1_000)
    yield Array.from({ length: Math.min(1_000, count - from) }, (_, i) => ({
      serial: serialOf(from + i),
      revokedAt: new Date(FROM.getTime() - (from + i) * 1_000),
      reason: 'keyCompromise' as const,
    }));
}

const SERIAL = new Uint8Array(16).fill(0x5a);

function serialOf(n: number): Uint8Array<ArrayBuffer> {
  const serial = SERIAL.slice();
  for (let i = 0; i < 4; i++) serial[15 - i] = (n >>> (8 * i)) & 0xff;
  return serial;
}

async function make(): Promise<void> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const extensions = [crlExt.authorityKeyIdentifier(await keyIdentifierOf(spki, nodeDigest)), crlExt.crlNumber(1)];
  const head = {
    issuer: nameFrom([{ type: 'CN', value: 'Bench CA' }]),
    thisUpdate: FROM,
    nextUpdate: new Date('2026-11-23T12:00:00Z'),
    extensions,
  };
  writeFileSync(path, await streamCrl(head, entries(), softwareSigner(pkcs8), count));
}

function read(): void {
  const crl = parseCrl(new Uint8Array(readFileSync(path)));
  if (crl.find(serialOf(count - 1)).length !== 1) throw new Error('the last entry is not found');
}

if (act === 'make') await make();
else read();
const { user, system } = process.cpuUsage(); // since the process began, as for any other program
process.stdout.write(
  JSON.stringify({ milliseconds: (user + system) / 1_000, mebibytes: process.resourceUsage().maxRSS / 1024 }),
);
