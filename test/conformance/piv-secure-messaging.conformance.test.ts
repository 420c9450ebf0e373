// No program of Debian speaks PIV secure messaging: OpenSSL's own commands recompute what our card and host sent.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createCard, CS2, CS7, OBJECT, secureHost, SLOT } from '@lanyard/piv';
import { toPem } from '@lanyard/pki';
import { ecdhKey, hostPorts, PAIRING_CODE, secureParts, securePorts } from '../../pure/piv/src/testing/secure-card.ts';
import { PIN, testKey, testKeys } from '../../pure/piv/src/testing/software-card.ts';
import { needs } from '../needs.ts';
import { desktop, MODULE, softwareCard } from './piv-card.ts';
import { type Exchange, judge } from './secure-messaging-judge.ts';

const skip = needs('openssl');
const held = new Map([[OBJECT.chuid, new Uint8Array(1_500).map((_, at) => at & 0xff)]]);
const block = new Uint8Array(256).map((_, at) => (at === 0 ? 0 : 0x5a));
const hex = (text: string): string => Buffer.from(text).toString('hex');

describe('PIV secure messaging', { skip }, () => {
  for (const suite of [CS2, CS7])
    test(`SP 800-73-5 pt2 §4 ${suite.algorithm}: OpenSSL comes to the same keys, proof, MACs and texts of a recorded session`, async () => {
      const parts = await secureParts(suite);
      const keys = testKeys(new Map([[SLOT.keyManagement, testKey('rsa-2048')]]));
      const card = createCard(securePorts(parts, { held, keys }), 'contactless');
      const wire: Exchange[] = [];
      const ephemeral = ecdhKey(suite.algorithm);
      const host = await secureHost(
        async (command) => {
          const answer = await card.transmit(command);
          wire.push({ command: Buffer.from(command), answer: Buffer.from(answer) });
          return answer;
        },
        { ...hostPorts(parts), ephemeral: () => ephemeral },
      );
      await host.verifyPairingCode(PAIRING_CODE);
      await assert.rejects(host.verify('111111'), { sw: 0x63c2 });
      await host.verify(PIN);
      const chuid = (await host.getData(OBJECT.chuid)) ?? assert.fail('none');
      const opened = await host.sign(SLOT.keyManagement, 'rsa-2048', block);
      await host.changePin(PIN, '808182');
      await host.logout();

      const { messages, ...rest } = judge(wire, Buffer.from(ephemeral.secret), toPem('CERTIFICATE', parts.signer.der));
      assert.deepEqual(rest, { cryptogramFits: true, certificateFits: true });
      const [wrong, right, next] = ['313131313131ffff', `${hex(PIN)}ffff`, `${hex('808182')}ffff`];
      const template = `7c82010682008182010000${'5a'.repeat(255)}`;
      assert.deepEqual(messages, [
        { header: '0c200098', data: hex(PAIRING_CODE), answer: '', sw: '9000' },
        { header: '0c200080', data: wrong, answer: '', sw: '63c2' },
        { header: '0c200080', data: right, answer: '', sw: '9000' },
        {
          header: '0ccb3fff',
          data: '5c035fc102',
          answer: `538205dc${Buffer.from(chuid).toString('hex')}`,
          sw: '9000',
        },
        {
          header: '0c87079d',
          data: template,
          answer: `7c82010482820100${Buffer.from(opened).toString('hex')}`,
          sw: '9000',
        },
        { header: '0c240080', data: right + next, answer: '', sw: '9000' },
        { header: '0c20ff80', data: '', answer: '', sw: '9000' },
      ]);
    });
});

describe('programs that know nothing of secure messaging', { skip: needs('opensc-tool', 'yubico-piv-tool') }, () => {
  for (const [algorithm, suite] of [
    ['ec-p256', CS2],
    ['ec-p384', CS7],
    ['rsa-2048', CS2],
  ] as const)
    test(`a card of ${algorithm} that offers ${suite.id.toString(16)} is to OpenSC and Yubico’s tool as one that offers none`, async () => {
      await using on = await desktop();
      const slots = [SLOT.authentication, SLOT.signature, SLOT.keyManagement, SLOT.cardAuthentication, 0x82];
      const keys = new Map(slots.map((slot) => [slot, algorithm]));
      const said: string[] = [];
      for (const card of [await softwareCard(keys), await softwareCard(keys, await secureParts(suite))]) {
        const slot = on.server.addReader('Desk 00 00');
        slot.insert(card);
        const tested = await on.run('pkcs11-tool', '--module', MODULE, '--login', '--pin', PIN, '--test');
        assert.deepEqual([tested.code, /No errors/.test(tested.text)], [0, true], tested.text);
        const dump = await on.run('pkcs15-tool', '--dump');
        const status = await on.run('yubico-piv-tool', '-r', 'Desk', '-a', 'status');
        assert.deepEqual([dump.code, status.code], [0, 0], `${dump.text}${status.text}`);
        said.push((dump.stdout.match(/^(?:PIN|Private|Public|X\.509).*$/gm) ?? []).join('\n'));
        on.server.removeReader('Desk 00 00');
      }
      assert.equal(said[0], said[1]);
      assert.match(said[0] ?? '', /Retired KEY MAN 1/);
      assert.deepEqual(on.faults, []);
    });
});
