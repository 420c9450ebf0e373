// Recomputes a session of PIV secure messaging from what went over the wire and one side's key. Every computation is
// OpenSSL's own program; nothing here is shared with the card or the host.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Exchange {
  readonly command: Buffer;
  readonly answer: Buffer;
}

/** SP 800-73-5 pt2 Table 14, as OpenSSL calls it. */
const SUITES = {
  0x27: { curve: 'P-256', octets: 32, digest: 'SHA256', aes: 'aes-128', key: 16, nonce: 16, purpose: 0x09 },
  0x2e: { curve: 'P-384', octets: 48, digest: 'SHA384', aes: 'aes-256', key: 32, nonce: 24, purpose: 0x0d },
} as const;
type Suite = (typeof SUITES)[keyof typeof SUITES];

export interface JudgedMessage {
  /** CLA to P2 of the protected command. */
  readonly header: string;
  readonly data: string;
  readonly answer: string;
  readonly sw: string;
}

interface Judgement {
  readonly messages: readonly JudgedMessage[];
  readonly cryptogramFits: boolean;
  readonly certificateFits: boolean;
}

/** @param privateKey the host's ephemeral scalar; @param signer PEM of whoever signed the card's certificate */
export function judge(wire: readonly Exchange[], privateKey: Buffer, signer: string): Judgement {
  const whole = joined(wire);
  const start = whole.findIndex(({ command }) => command[1] === 0x87 && command[3] === 0x04);
  const asked = whole[start] ?? assert.fail('no key establishment');
  const suite = SUITES[(asked.command[2] ?? 0) as keyof typeof SUITES];
  const request = value(value(asked.data, 0x7c), 0x81);
  const answer = value(value(asked.answer, 0x7c), 0x82);
  const nonce = answer.subarray(1, 1 + suite.nonce);
  const cryptogram = answer.subarray(1 + suite.nonce, 17 + suite.nonce);
  const certificate = answer.subarray(17 + suite.nonce);
  const [hostId, hostPoint] = [request.subarray(1, 9), request.subarray(9)];
  const cardId = openssl(['dgst', '-sha256', '-binary'], certificate).subarray(0, 8);
  const z = agree(suite, { privateKey, own: hostPoint, peer: value(value(value(certificate, 0x7f21), 0x7f49), 0x86) });
  const info = Buffer.concat([
    Buffer.of(4, ...Array.from({ length: 4 }, () => suite.purpose)),
    Buffer.of(8),
    hostId,
    Buffer.of(1, 0, 16),
    hostPoint.subarray(1, 17),
    Buffer.of(8),
    cardId,
    Buffer.of(nonce.length),
    nonce,
    Buffer.of(1, 0),
  ]);
  const kdf = ['-kdfopt', `digest:${suite.digest}`, '-kdfopt', `hexkey:${z.toString('hex')}`];
  const hexInfo = ['-kdfopt', `hexinfo:${info.toString('hex')}`];
  const material = openssl(['kdf', '-binary', '-keylen', String(4 * suite.key), ...kdf, ...hexInfo, 'SSKDF']);
  const key = (index: number) => material.subarray(index * suite.key, (index + 1) * suite.key);
  const [confirmation, macKey, encryption, responseMacKey] = [key(0), key(1), key(2), key(3)];
  const proof = Buffer.concat([Buffer.from('KC_1_V'), cardId, hostId, hostPoint.subarray(1)]);

  let commandChain: Buffer = Buffer.alloc(16);
  let responseChain: Buffer = Buffer.alloc(16);
  const messages = whole.slice(start + 1).map((message, index): JudgedMessage => {
    const header = Buffer.concat([Buffer.of(0x0c), message.command.subarray(1, 4)]);
    const [request_, response] = [objects(message.data), objects(message.answer)];
    const covered = message.data.subarray(0, message.data.length - 10);
    const padded = Buffer.concat([header, Buffer.of(0x80), Buffer.alloc(11)]);
    commandChain = cmac(suite, macKey, Buffer.concat([commandChain, padded, covered]));
    assert.deepEqual(request_.get(0x8e), commandChain.subarray(0, 8), `the MAC of command ${index}`);
    responseChain = cmac(
      suite,
      responseMacKey,
      Buffer.concat([responseChain, message.answer.subarray(0, message.answer.length - 10)]),
    );
    assert.deepEqual(response.get(0x8e), responseChain.subarray(0, 8), `the MAC of answer ${index}`);
    return {
      header: header.toString('hex'),
      data: open(suite, encryption, { count: index + 1, first: 0x00, object: request_.get(0x87) }),
      answer: open(suite, encryption, { count: index + 1, first: 0x80, object: response.get(0x87) }),
      sw: (response.get(0x99) ?? assert.fail('no status word')).toString('hex'),
    };
  });
  return {
    messages,
    cryptogramFits: cmac(suite, confirmation, proof).equals(cryptogram),
    certificateFits: isSigned(certificate, suite, signer),
  };
}

/** Commands with their chains joined, and answers with what GET RESPONSE brought; plain ones after the establishment left out. */
function joined(
  wire: readonly Exchange[],
): { readonly command: Buffer; readonly data: Buffer; readonly answer: Buffer }[] {
  const whole: { command: Buffer; data: Buffer; answer: Buffer }[] = [];
  let before = Buffer.alloc(0);
  for (const { command, answer } of wire) {
    const data = command.subarray(5, 5 + (command.length > 5 ? (command[4] ?? 0) : 0));
    const content = answer.subarray(0, -2);
    const last = whole.at(-1);
    if (((command[0] ?? 0) & 0x10) !== 0) before = Buffer.concat([before, data]);
    else if (command[1] === 0xc0 && last !== undefined) last.answer = Buffer.concat([last.answer, content]);
    else {
      whole.push({ command, data: Buffer.concat([before, data]), answer: content });
      before = Buffer.alloc(0);
    }
  }
  return whole;
}

function objects(octets: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at < octets.length;) {
    const long = ((octets[at] ?? 0) & 0x1f) === 0x1f;
    const tag = long ? octets.readUInt16BE(at) : (octets[at] ?? 0);
    at += long ? 2 : 1;
    const first = octets[at++] ?? 0;
    const more = first > 0x80 ? first - 0x80 : 0;
    const length = more === 0 ? first : octets.readUIntBE(at, more);
    at += more;
    found.set(tag, octets.subarray(at, at + length));
    at += length;
  }
  return found;
}

const value = (octets: Buffer, tag: number): Buffer =>
  objects(octets).get(tag) ?? assert.fail(`no ${tag.toString(16)} in ${octets.toString('hex')}`);

const cmac = ({ aes }: Suite, key: Buffer, message: Buffer): Buffer =>
  openssl(
    ['mac', '-binary', '-cipher', `${aes}-cbc`, '-macopt', `hexkey:${key.toString('hex')}`, '-in', '-', 'CMAC'],
    message,
  );

/** What is inside 87, its padding taken off. */
function open(
  { aes }: Suite,
  key: Buffer,
  { count, first, object }: { readonly count: number; readonly first: number; readonly object: Buffer | undefined },
): string {
  if (object === undefined) return '';
  assert.equal(object[0], 0x01);
  const counter = Buffer.concat([Buffer.of(first), Buffer.alloc(14), Buffer.of(count)]);
  const mode = (name: string) => ['enc', `-${aes}-${name}`, '-nopad', '-K', key.toString('hex')];
  const iv = openssl(mode('ecb'), counter);
  const plain = openssl([...mode('cbc'), '-d', '-iv', iv.toString('hex')], object.subarray(1)).toString('hex');
  return /^((?:..)*?)80(?:00)*$/.exec(plain)?.[1] ?? assert.fail(`no padding: ${plain}`);
}

interface Agreement {
  readonly privateKey: Buffer;
  readonly own: Buffer;
  readonly peer: Buffer;
}

function agree(suite: Suite, { privateKey, own, peer }: Agreement): Buffer {
  const secret = jwkOf(suite, own, privateKey);
  const pem = createPrivateKey({ key: secret, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' });
  const peerPem = createPublicKey({ key: jwkOf(suite, peer), format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  return inFolder({ own: pem, peer: peerPem }, (at) =>
    openssl(['pkeyutl', '-derive', '-inkey', at('own'), '-peerkey', at('peer')]),
  );
}

function jwkOf({ curve, octets }: Suite, point: Buffer, d?: Buffer): JsonWebKey {
  const [x, y] = [point.subarray(1, 1 + octets), point.subarray(1 + octets)].map((n) => n.toString('base64url'));
  const padded = d && Buffer.concat([Buffer.alloc(octets - d.length), d]).toString('base64url');
  return { kty: 'EC', crv: curve, x: x ?? '', y: y ?? '', ...(padded === undefined ? {} : { d: padded }) };
}

function isSigned(certificate: Buffer, { digest }: Suite, signer: string): boolean {
  const inside = value(certificate, 0x7f21);
  const proof = value(inside, 0x5f37);
  const signed = inside.subarray(0, inside.indexOf(Buffer.from('5f4c01', 'hex')) + 4);
  const bitString = value(value(proof, 0x30), 0x03).subarray(1);
  const key = openssl(['x509', '-noout', '-pubkey'], Buffer.from(signer));
  const verify = ['dgst', `-${digest.toLowerCase()}`];
  const judged = inFolder({ key, signature: bitString }, (at) =>
    openssl([...verify, '-verify', at('key'), '-signature', at('signature')], signed),
  );
  return judged.toString().includes('Verified OK');
}

function inFolder<T>(files: Readonly<Record<string, string | Buffer>>, work: (at: (name: string) => string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-judge-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return work((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function openssl(args: readonly string[], input: Uint8Array = Buffer.alloc(0)): Buffer {
  const { status, stdout, stderr } = spawnSync('openssl', args, { input });
  assert.equal(status, 0, `openssl ${args.join(' ')}: ${stderr.toString()}`);
  return stdout;
}
