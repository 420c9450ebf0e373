// Programs that nobody here wrote use our PIV card through our reader, unchanged.
import assert from 'node:assert/strict';
import { createECDH, createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type KeyAlgorithm, SLOT } from '@lanyard/piv';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { PIN } from '../../pure/piv/src/testing/software-card.ts';
import { until } from '../e2e/support/run-program.ts';
import { sshWithCard } from '../e2e/support/ssh-with-card.ts';
import { needs } from '../needs.ts';
import { type Desktop, desktop, MODULE, type SoftwareCard, softwareCard } from './piv-card.ts';

const LIBRARY = `${LIBRARIES}/libpcsclite.so.1`;
const NAME = 'Lanyard 00 00';
const skip = needs('opensc-tool', LIBRARY);
const ALL_SLOTS = [SLOT.authentication, SLOT.signature, SLOT.keyManagement, SLOT.cardAuthentication, 0x82];
/** How pkcs11-tool names the keys of the slots. */
const ID = { authentication: '01', signature: '02', keyManagement: '03', retired: '05' } as const;
const message = Buffer.from('what is signed\n');

const allWith = (algorithm: KeyAlgorithm) => softwareCard(new Map(ALL_SLOTS.map((slot) => [slot, algorithm])));

interface Desk {
  readonly on: Desktop;
  readonly card: SoftwareCard;
  /** `pkcs11-tool` with OpenSC's module. */
  tool(...args: readonly string[]): ReturnType<Desktop['run']>;
  file(name: string, content?: Uint8Array): string;
}

async function deskWith(card: SoftwareCard): Promise<Desk> {
  const on = await desktop();
  on.server.addReader(NAME).insert(card);
  const file = (name: string, content?: Uint8Array): string => {
    if (content !== undefined) writeFileSync(join(on.folder, name), content);
    return join(on.folder, name);
  };
  return { on, card, file, tool: (...args) => on.run('pkcs11-tool', '--module', MODULE, ...args) };
}

const publicKeyOf = (card: SoftwareCard, slot: number) =>
  new X509Certificate(card.certificates.get(slot) ?? assert.fail('no certificate')).publicKey;

describe('a card with P-256 keys', { skip }, () => {
  let desk: Desk;
  before(async () => {
    desk = await deskWith(await allWith('ec-p256'));
  });
  after(() => desk?.on[Symbol.asyncDispose]());

  test('BLE-041 opensc-tool sees reader and card, and takes it for a PIV card', async () => {
    const [atr, name] = [await desk.on.run('opensc-tool', '-a'), await desk.on.run('opensc-tool', '-n')];
    assert.match(atr.text, /3b:8b:01:4c:61:6e:79:61:72:64:20:50:49:56:a8/);
    assert.match(name.text, /Personal Identity Verification Card/);
  });

  test('pkcs15-tool lists PIN, keys and certificates of every slot', async () => {
    const { code, text } = await desk.on.run('pkcs15-tool', '--dump');
    assert.equal(code, 0, text);
    for (const label of [
      'PIV AUTH key',
      'SIGN key',
      'KEY MAN key',
      'CARD AUTH key',
      'Retired KEY MAN 1',
      'Certificate for PIV Authentication',
    ])
      assert.ok(text.includes(label), `${label} is missing:\n${text}`);
  });

  test('pkcs11-tool lists the token and its objects without a PIN, and its own test finds no errors', async () => {
    assert.match((await desk.tool('-L')).text, /token label +: Ada Vega 9a/);
    assert.match((await desk.tool('-O')).text, /Retired Certificate for Key Management 1/);
    const { code, text } = await desk.tool('--login', '--pin', PIN, '--test');
    assert.deepEqual([code, /No errors/.test(text)], [0, true], text);
  });

  for (const [name, slot] of [
    ['authentication', SLOT.authentication],
    ['signature', SLOT.signature],
  ] as const)
    test(`pkcs11-tool signs with the ${name} key, and OpenSSL verifies it`, async () => {
      const [input, out] = [desk.file('digest', createHash('sha256').update(message).digest()), desk.file('signature')];
      const pin = ['--login', '--pin', PIN];
      const { code, text } = await desk.tool(
        ...pin,
        '--sign',
        '--mechanism',
        'ECDSA',
        '--signature-format',
        'openssl',
        '--id',
        ID[name],
        '-i',
        input,
        '-o',
        out,
      );
      assert.equal(code, 0, text);
      assert.ok(verify('sha256', message, publicKeyOf(desk.card, slot), readFileSync(out)));
    });

  for (const [name, slot] of [
    ['keyManagement', SLOT.keyManagement],
    ['retired', 0x82],
  ] as const)
    test(`pkcs11-tool agrees on a secret with the ${name} key`, async () => {
      const other = createECDH('prime256v1');
      const point = other.generateKeys();
      const prefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
      const input = desk.file('other.der', Buffer.concat([prefix, point]));
      const out = desk.file('secret');
      const { code, text } = await desk.tool(
        '--login',
        '--pin',
        PIN,
        '--derive',
        '--mechanism',
        'ECDH1-DERIVE',
        '--id',
        ID[name],
        '-i',
        input,
        '-o',
        out,
      );
      assert.equal(code, 0, text);
      const own = publicKeyOf(desk.card, slot).export({ format: 'der', type: 'spki' }).subarray(-65);
      assert.deepEqual(readFileSync(out), other.computeSecret(own));
    });

  test('pkcs11-tool without a login signs nothing', async () => {
    const { code, text } = await desk.tool(
      '--sign',
      '--mechanism',
      'ECDSA',
      '--id',
      ID.authentication,
      '-i',
      desk.file('digest', Buffer.alloc(32)),
      '-o',
      desk.file('none'),
    );
    assert.notEqual(code, 0, text);
  });

  test('yubico-piv-tool reads the status and signs', { skip: needs('yubico-piv-tool') }, async () => {
    const status = await desk.on.run('yubico-piv-tool', '-r', 'Lanyard', '-a', 'status');
    assert.equal(status.code, 0, status.text);
    assert.match(status.text, /Slot 9c:[^S]*Algorithm:\s+ECCP256[\s\S]*PIN tries left:\s+3/);
    const [input, out] = [desk.file('message', message), desk.file('yubico.sig')];
    const signed = await desk.on.run(
      'yubico-piv-tool',
      '-r',
      'Lanyard',
      '-a',
      'verify-pin',
      '-P',
      PIN,
      '--sign',
      '-s',
      '9c',
      '-A',
      'ECCP256',
      '-H',
      'SHA256',
      '-i',
      input,
      '-o',
      out,
    );
    assert.equal(signed.code, 0, signed.text);
    assert.ok(verify('sha256', message, publicKeyOf(desk.card, SLOT.signature), readFileSync(out)));
  });

  test('ten clients at once each get a right signature', async () => {
    const input = desk.file('digest', createHash('sha256').update(message).digest());
    const key = publicKeyOf(desk.card, SLOT.authentication);
    const signatures = await Promise.all(
      Array.from({ length: 10 }, async (_, i) => {
        const out = desk.file(`many.${i}`);
        const { code, text } = await desk.tool(
          '--login',
          '--pin',
          PIN,
          '--sign',
          '--mechanism',
          'ECDSA',
          '--signature-format',
          'openssl',
          '--id',
          ID.authentication,
          '-i',
          input,
          '-o',
          out,
        );
        assert.equal(code, 0, text);
        return readFileSync(out);
      }),
    );
    assert.ok(signatures.every((signature) => verify('sha256', message, key, signature)));
  });

  test('a program that waits for a card is told of it the moment it comes', async () => {
    const slot = desk.on.server.addReader('Second 00 00');
    const child = spawn('opensc-tool', ['-v', '--reader', 'Second 00 00', '--wait', '--name'], {
      env: { ...process.env, PCSCLITE_CSOCK_NAME: desk.on.socket, OPENSC_CONF: '/dev/null' },
    });
    const ended = new Promise((done) => child.on('close', done));
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (octets: Buffer) => (said += octets.toString()));
    await until('opensc-tool waits', async () => said.includes('Waiting') || child.exitCode !== null, 15);
    assert.equal(child.exitCode, null, said);
    slot.insert(await allWith('ec-p256'));
    assert.equal(await ended, 0, said);
    assert.match(said, /Personal Identity Verification Card/);
    desk.on.server.removeReader('Second 00 00');
  });

  test('a card that leaves in the middle of a signature ends the program with an error, and the next card works', async () => {
    const slot = desk.on.server.addReader('Second 00 00');
    const [going, signing] = [await allWith('ec-p256'), Promise.withResolvers<void>()];
    going.keys.signDigest = () => {
      signing.resolve();
      return new Promise(() => undefined);
    };
    slot.insert(going);
    const input = desk.file('digest', Buffer.alloc(32, 7));
    const sign = () =>
      desk.tool(
        '--slot-index',
        '1',
        '--login',
        '--pin',
        PIN,
        '--sign',
        '--mechanism',
        'ECDSA',
        '--id',
        ID.authentication,
        '-i',
        input,
        '-o',
        desk.file('gone'),
      );
    const running = sign();
    await signing.promise;
    slot.remove();
    const { code, text } = await running;
    assert.equal(code, 1, text);
    assert.match(text, /CKR_(DEVICE_REMOVED|TOKEN_NOT_PRESENT|DEVICE_ERROR|GENERAL_ERROR)/);
    slot.insert(await allWith('ec-p256'));
    assert.equal((await sign()).code, 0);
    desk.on.server.removeReader('Second 00 00');
  });

  describe('OpenSSH', { skip: needs('ssh', 'sshd') }, () => {
    test('ssh signs in to a server with the card, its PIN asked for by ssh-askpass', async () => {
      const { code, text } = await sshWithCard(desk.on.run, desk.on.folder, MODULE, PIN);
      assert.deepEqual([code, /signed in as/.test(text)], [0, true], text);
    });
  });
});

for (const algorithm of ['rsa-2048', 'rsa-3072', 'ec-p384'] as const)
  describe(`a card with ${algorithm} keys`, { skip }, () => {
    let desk: Desk;
    before(async () => {
      desk = await deskWith(await allWith(algorithm));
    });
    after(() => desk?.on[Symbol.asyncDispose]());

    test(`pkcs11-tool’s own test signs, verifies and decrypts with every key of ${algorithm} without errors`, async () => {
      const { code, text } = await desk.tool('--login', '--pin', PIN, '--test');
      assert.deepEqual([code, /No errors/.test(text)], [0, true], text);
      assert.equal(/all 4 signature functions seem to work/.test(text), algorithm.startsWith('rsa-'), text);
    });

    test(`the signature key of ${algorithm} signs what OpenSSL verifies`, async () => {
      const [hash, out] = [algorithm === 'ec-p384' ? 'sha384' : 'sha256', desk.file('signature')];
      const mechanism = algorithm === 'ec-p384' ? ['ECDSA', '--signature-format', 'openssl'] : ['SHA256-RSA-PKCS'];
      const input = algorithm === 'ec-p384' ? createHash(hash).update(message).digest() : message;
      const { code, text } = await desk.tool(
        '--login',
        '--pin',
        PIN,
        '--sign',
        '--mechanism',
        ...mechanism,
        '--id',
        ID.signature,
        '-i',
        desk.file('in', input),
        '-o',
        out,
      );
      assert.equal(code, 0, text);
      assert.ok(
        verify(
          hash,
          message,
          createPublicKey(publicKeyOf(desk.card, SLOT.signature).export({ format: 'pem', type: 'spki' })),
          readFileSync(out),
        ),
      );
    });
  });

describe('the PIN', { skip }, () => {
  test('pkcs11-tool changes it; a wrong one counts, and after the last try the card is blocked', async () => {
    const desk = await deskWith(await allWith('ec-p256'));
    await using _on = desk.on;
    const changed = await desk.tool('--login', '--pin', PIN, '--change-pin', '--new-pin', '808182');
    assert.equal(changed.code, 0, changed.text);
    for (const left of [2, 1, 0]) {
      const { code, text } = await desk.tool('--login', '--pin', PIN, '-O');
      assert.equal(code, 1, text);
      assert.match(text, left > 0 ? /CKR_PIN_INCORRECT/ : /CKR_PIN_(LOCKED|INCORRECT)/);
      assert.equal(desk.card.pin.left, left);
    }
    const blocked = await desk.tool('--login', '--pin', '808182', '-O');
    assert.match(blocked.text, /CKR_PIN_LOCKED/);
  });
});
