import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  der,
  isNameWithin,
  type Name,
  nameFrom,
  nameKey,
  namesEqual,
  nameToString,
  OID,
  parseName,
  TAG,
} from './index.ts';

const cn = (value: string, encoding?: 'utf8' | 'printable'): Name =>
  nameFrom([encoding === undefined ? { type: 'CN', value } : { type: 'CN', value, encoding }]);

/** A name of one value given as DER. */
const raw = (value: Uint8Array): Name => parseName(der.sequence(der.set(der.sequence(der.oid(OID.commonName), value))));

test('names compare without regard to case, string type and white space (RFC 5280 §7.1)', () => {
  assert.ok(namesEqual(cn('Good  CA ', 'printable'), cn('good ca', 'utf8')));
  assert.ok(namesEqual(cn('STRASSE É'), cn('strasse e\u0301')));
  assert.ok(namesEqual(cn('a\u00a0b'), cn('a b')));
  assert.ok(namesEqual(cn('a\u00adb'), cn('ab')));
  assert.ok(!namesEqual(cn('Good CA'), cn('GoodCA')));
  assert.ok(!namesEqual(cn('a'), nameFrom([{ type: 'O', value: 'a' }])));
});

test('names with parts in another order, or with more parts, differ', () => {
  const a = { type: 'O', value: 'a' };
  const b = { type: 'CN', value: 'b' };
  assert.ok(!namesEqual(nameFrom([a, b]), nameFrom([b, a])));
  assert.ok(!namesEqual(nameFrom([a, b]), nameFrom([a])));
  assert.ok(namesEqual(nameFrom([[a, b]]), nameFrom([[b, a]])));
  assert.ok(isNameWithin(nameFrom([a, b]), nameFrom([a])));
  assert.ok(!isNameWithin(nameFrom([a]), nameFrom([a, b])));
});

test('equal names fall under one key, different ones do not', () => {
  const texts = fc.string({
    minLength: 1,
    maxLength: 6,
    unit: fc.constantFrom('a', 'A', ' ', 'é', 'É', '+', '"', ','),
  });
  const names = texts.filter((text) => text.trim() !== '').map((text) => cn(text));
  fc.assert(fc.property(names, names, (x, y) => assert.equal(nameKey(x) === nameKey(y), namesEqual(x, y))));
});

test('a name is written as RFC 4514 does, most significant part last', () => {
  const name = nameFrom([
    { type: 'DC', value: 'gov' },
    [
      { type: 'OU', value: 'Sales' },
      { type: 'CN', value: 'Smith, "Zo\u00eb" <z>;\\+ ' },
    ],
    { type: 'CN', value: '#1 ' },
  ]);
  assert.match(nameToString(name), /^CN=\\#1\\ ,/);
  assert.match(nameToString(name), /CN=Smith\\, \\"Zoë\\" \\<z\\>\\;\\\\\\\+\\ /);
  assert.match(nameToString(name), /,DC=gov$/);
});

test('characters that would forge the line that shows a name are written as octets', () => {
  assert.equal(nameToString(cn('a\nCN=b\u202ec')), 'CN=a\\0aCN=b\\e2\\80\\aec');
});

test('a name survives its DER, and attributes take the string type that is theirs', () => {
  const name = nameFrom([
    { type: 'C', value: 'US' },
    { type: 'DC', value: 'agency' },
    { type: 'E', value: 'z@agency.example' },
    { type: 'CN', value: 'Zoë' },
  ]);
  const read = parseName(name.der);
  assert.deepEqual(
    read.rdns.flat().map((a) => [a.value, a.encoding]),
    [
      ['US', 'printable'],
      ['agency', 'ia5'],
      ['z@agency.example', 'ia5'],
      ['Zoë', 'utf8'],
    ],
  );
});

test('strings of every type are read, and compare by their text', () => {
  const bmp = raw(der.element(TAG.bmpString, Uint8Array.of(0, 0x5a, 0, 0xeb)));
  const t61 = raw(der.element(TAG.t61String, Uint8Array.of(0x5a, 0xeb)));
  const universal = raw(der.element(TAG.universalString, Uint8Array.of(0, 0, 0, 0x5a, 0, 0, 0, 0xeb)));
  for (const name of [bmp, t61, universal]) assert.ok(namesEqual(name, cn('zË')));
});

test('a string that is not of its type is refused', () => {
  const bad = [
    der.element(TAG.utf8String, Uint8Array.of(0xc0, 0x80)),
    der.element(TAG.bmpString, Uint8Array.of(1)),
    der.element(TAG.bmpString, Uint8Array.of(0xd8, 0)),
    der.element(TAG.universalString, Uint8Array.of(0, 0x11, 0, 0)),
    der.element(TAG.printableString, Uint8Array.of(0xff)),
  ];
  for (const value of bad) assert.throws(() => raw(value), { name: 'PkiError' });
});

test('what a name cannot hold is refused when it is built', () => {
  assert.throws(() => nameFrom([{ type: 'C', value: 'Ü' }]), { code: 'name_string' });
  assert.throws(() => nameFrom([{ type: 'CN', value: '' }]), { code: 'name_string' });
  assert.throws(() => nameFrom([{ type: 'NOPE', value: 'a' }]), { code: 'name_type' });
});
