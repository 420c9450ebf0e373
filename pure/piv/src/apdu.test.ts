import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromHex } from '@lanyard/pki';
import { encodeCommand, encodeResponse, parseCommand, parseResponse } from './apdu.ts';

const octet = fc.integer({ min: 0, max: 255 });

test('ISO/IEC 7816-4 §5.1 the four cases of a short command are read back as written', () => {
  const commands = fc.record(
    {
      cla: octet,
      ins: octet,
      p1: octet,
      p2: octet,
      data: fc.uint8Array({ maxLength: 255 }),
      le: fc.integer({ min: 1, max: 256 }),
    },
    { requiredKeys: ['cla', 'ins', 'p1', 'p2', 'data'] },
  );
  fc.assert(
    fc.property(commands, (command) => {
      const plain = { ...command, data: new Uint8Array(command.data) };
      assert.deepEqual(parseCommand(encodeCommand(plain)), plain);
    }),
  );
});

test('any octets are a command or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
      const command = parseCommand(octets);
      if (command !== undefined) assert.deepEqual(encodeCommand(command), new Uint8Array(octets));
    }),
    { numRuns: 2_000 },
  );
});

test('extended lengths, and lengths that lie, are refused', () => {
  for (const octets of ['', '00cb3f', '00cb3fff00000100', '00cb3fff055c', '00cb3fff015c0000'])
    assert.equal(parseCommand(fromHex(octets)), undefined, octets);
});

test('an answer has a status word or is none', () => {
  assert.deepEqual(parseResponse(fromHex('019000')), { data: Uint8Array.of(1), sw: 0x9000 });
  assert.equal(parseResponse(Uint8Array.of(0x90)), undefined);
  assert.deepEqual(encodeResponse({ data: Uint8Array.of(1), sw: 0x6a82 }), fromHex('016a82'));
});
