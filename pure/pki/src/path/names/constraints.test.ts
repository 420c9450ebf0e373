import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ext } from '../../build-extension.ts';
import { der } from '../../der.ts';
import type { GeneralName } from '../../general-name.ts';
import { type AttributeInput, nameFrom } from '../../name.ts';
import { certify, judge, verdict } from '../testing.ts';
import type { PathInput } from '../types.ts';
import { dnsMayBeWithin, dnsWithin } from './dns.ts';
import { ipWithin } from './ip.ts';
import { mailboxWithin, upnWithin } from './mailbox.ts';
import { uriWithin } from './uri.ts';

/** Name, constraint, whether inside; null where one of them cannot be read. */
type Row = readonly [name: string, constraint: string, inside: boolean | null];

function holds(within: (name: string, constraint: string) => boolean | null, rows: readonly Row[]): void {
  for (const [name, constraint, inside] of rows)
    assert.equal(within(name, constraint), inside, `${name} in ${constraint}`);
}

test('dns: labels are added on the left, without regard to case', () => {
  holds(dnsWithin, [
    ['host.example.com', 'example.com', true],
    ['EXAMPLE.com', 'example.COM', true],
    ['badexample.com', 'example.com', false],
    ['example.com', '.example.com', false],
    ['a.example.com', '.example.com', true],
    ['a.example.com.', 'example.com', true],
    ['anything.test', '', true],
    ['*.example.com', 'example.com', true],
    ['a..example.com', 'example.com', null],
    ['a b.example.com', 'example.com', null],
    ['', 'example.com', null],
  ]);
});

test('dns: a wildcard that could stand for an excluded name is excluded', () => {
  holds(dnsMayBeWithin, [
    ['*.example.com', 'secret.example.com', true],
    ['*.example.com', 'deep.secret.example.com', false],
    ['*.example.com', 'other.test', false],
    ['www.example.com', 'secret.example.com', false],
  ]);
});

test('mail: a mailbox, a host, or the hosts below one', () => {
  holds(mailboxWithin, [
    ['a@example.com', 'example.com', true],
    ['a@EXAMPLE.com', 'example.com', true],
    ['a@mail.example.com', 'example.com', false],
    ['a@mail.example.com', '.example.com', true],
    ['a@example.com', '.example.com', false],
    ['a@example.com', 'a@example.com', true],
    ['A@example.com', 'a@example.com', false],
    ['"x@y"@example.com', 'example.com', true],
    ['a@evil.test@example.com', 'evil.test', false],
    ['example.com', 'example.com', null],
    ['@example.com', 'example.com', null],
  ]);
});

test('upn: as mail, with or without the sign in front, user without regard to case', () => {
  holds(upnWithin, [
    ['jane@agency.example', '@agency.example', true],
    ['jane@agency.example', 'agency.example', true],
    ['jane@sub.agency.example', '@agency.example', false],
    ['jane@sub.agency.example', '.agency.example', true],
    ['JANE@agency.example', 'jane@agency.example', true],
    ['jane@other.example', '@agency.example', false],
    ['jane', '@agency.example', null],
  ]);
});

test('uri: the host counts, and a URI without one cannot be placed', () => {
  holds(uriWithin, [
    ['https://host.example.com/x', 'host.example.com', true],
    ['https://host.example.com:8443/', 'host.example.com', true],
    ['https://host.example.com', '.example.com', true],
    ['https://example.com', '.example.com', false],
    ['https://user@host.example.com@evil.test/', 'host.example.com', false],
    ['https://evil.test\\@host.example.com/', 'host.example.com', null],
    ['https://evil.test#@host.example.com/', 'host.example.com', false],
    ['urn:uuid:00000000-0000-4000-8000-000000000000', 'example.com', null],
    ['https://192.0.2.1/', 'example.com', null],
    ['https://[2001:db8::1]/', 'example.com', null],
  ]);
});

test('ip: address under mask, of one family, mask without holes', () => {
  const inside = (address: number[], constraint: number[]) =>
    ipWithin(Uint8Array.from(address), Uint8Array.from(constraint));
  assert.equal(inside([192, 0, 2, 77], [192, 0, 2, 0, 255, 255, 255, 0]), true);
  assert.equal(inside([192, 0, 3, 77], [192, 0, 2, 0, 255, 255, 255, 0]), false);
  assert.equal(inside([1, 2, 3, 4], [0, 0, 0, 0, 0, 0, 0, 0]), true);
  assert.equal(inside([192, 0, 2, 77], Array<number>(32).fill(0)), false);
  assert.equal(inside([192, 0, 2, 77], [192, 0, 2, 0, 255, 0, 255, 0]), null);
  assert.equal(inside([192, 0, 2], [192, 0, 2, 0, 255, 255, 255, 0]), null);
});

const upn = (value: string): GeneralName => ({ kind: 'upn', value });
const mail = (value: string): GeneralName => ({ kind: 'email', value });
const directory = (...parts: AttributeInput[]): GeneralName => ({ kind: 'directory', value: nameFrom(parts) });

async function under(
  constraints: Parameters<typeof ext.nameConstraints>[0],
  names: readonly GeneralName[],
  subject = 'Leaf',
): Promise<string> {
  const root = await certify({ name: 'Root', ca: true });
  const ca = await certify({ name: 'CA', by: root, ca: true, extensions: [ext.nameConstraints(constraints)] });
  const leaf = await certify({
    name: subject,
    by: ca,
    extensions: names.length > 0 ? [ext.subjectAltName(names)] : [],
  });
  return verdict(await judge(root, [ca], leaf));
}

test('a permitted subtree binds names of its kind and no others', async () => {
  assert.equal(
    await under({ permitted: [upn('@agency.example')] }, [upn('jane@agency.example'), mail('jane@other.example')]),
    'accepted',
  );
  assert.equal(await under({ permitted: [upn('@agency.example')] }, [upn('jane@other.example')]), 'name_constraint 0');
});

test('an excluded subtree outweighs a permitted one', async () => {
  const both = { permitted: [mail('.example.com')], excluded: [mail('secret.example.com')] };
  assert.equal(await under(both, [mail('a@open.example.com')]), 'accepted');
  assert.equal(await under(both, [mail('a@secret.example.com')]), 'name_constraint 0');
});

test('the subject is bound by directory names', async () => {
  const house = directory({ type: 'O', value: 'LANYARD  test' });
  assert.equal(await under({ permitted: [house] }, []), 'accepted');
  assert.equal(await under({ permitted: [directory({ type: 'O', value: 'Other' })] }, []), 'name_constraint 0');
  assert.equal(
    await under({ excluded: [directory({ type: 'O', value: 'Lanyard Test' }, { type: 'CN', value: 'leaf' })] }, []),
    'name_constraint 0',
  );
});

test('a constraint of a kind without a rule refuses names of that kind only', async () => {
  const other = (value: string): GeneralName => ({
    kind: 'otherName',
    typeId: '1.2.3.4',
    value: der.utf8String(value),
  });
  assert.equal(await under({ permitted: [other('x')] }, [other('x')]), 'name_constraint 0');
  assert.equal(await under({ permitted: [other('x')] }, [mail('a@example.com')]), 'accepted');
});

test('a mailbox beyond ASCII is bound like any other mailbox (RFC 9598)', async () => {
  const smtpUtf8 = (value: string): GeneralName => ({
    kind: 'otherName',
    typeId: '1.3.6.1.5.5.7.8.9',
    value: der.utf8String(value),
  });
  const permitted = [mail('example.com')];
  assert.equal(await under({ permitted }, [smtpUtf8('jürgen@example.com')]), 'accepted');
  assert.equal(await under({ permitted }, [smtpUtf8('jürgen@other.test')]), 'name_constraint 0');
});

test('subtrees given with the question bind the whole path', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const ca = await certify({ name: 'CA', by: root, ca: true });
  const leaf = await certify({ name: 'Leaf', by: ca, extensions: [ext.subjectAltName([upn('jane@agency.example')])] });
  const given = async (names: NonNullable<PathInput['names']>) => verdict(await judge(root, [ca], leaf, { names }));
  assert.equal(await given({ permitted: [upn('@agency.example')] }), 'accepted');
  assert.equal(await given({ permitted: [upn('@other.example')] }), 'name_constraint 0');
  assert.equal(await given({ excluded: [directory({ type: 'O', value: 'Lanyard Test' })] }), 'name_constraint 1');
});

test('authorities below each other may only narrow', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const wide = await certify({
    name: 'Wide',
    by: root,
    ca: true,
    extensions: [ext.nameConstraints({ permitted: [mail('.example.com')] })],
  });
  const other = await certify({
    name: 'Other',
    by: wide,
    ca: true,
    extensions: [ext.nameConstraints({ permitted: [mail('a.test'), mail('b.example.com')] })],
  });
  const leaf = async (address: string) =>
    verdict(
      await judge(
        root,
        [wide, other],
        await certify({ name: 'L', by: other, extensions: [ext.subjectAltName([mail(address)])] }),
      ),
    );
  assert.equal(await leaf('x@b.example.com'), 'accepted');
  assert.equal(await leaf('x@a.test'), 'name_constraint 0');
  assert.equal(await leaf('x@c.example.com'), 'name_constraint 0');
});

test('names times constraints beyond the limit end in work_limit', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const bases = Array.from({ length: 300 }, (_, n) => mail(`h${n}.test`));
  const ca = await certify({ name: 'CA', by: root, ca: true, extensions: [ext.nameConstraints({ excluded: bases })] });
  const names = Array.from({ length: 300 }, (_, n) => mail(`a@k${n}.test`));
  const leaf = await certify({ name: 'Leaf', by: ca, extensions: [ext.subjectAltName(names)] });
  assert.equal(verdict(await judge(root, [ca], leaf)), 'accepted');
  assert.equal(verdict(await judge(root, [ca], leaf, { limits: { nameComparisons: 50_000 } })), 'work_limit 0');
});
