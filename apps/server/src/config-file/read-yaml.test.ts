import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLanyardError } from '@lanyard/kernel';
import { MOST_OCTETS, readYaml, type Fault } from './read-yaml.ts';

function faultsOf(text: string): Pick<Fault, 'line' | 'column' | 'field' | 'message'>[] {
  try {
    readYaml(text);
  } catch (error) {
    assert.ok(isLanyardError(error, 'config_file_invalid'), String(error));
    return error.details['faults'] as Fault[];
  }
  return [];
}

test('a field that nobody knows is named where it stands, also within a value', () => {
  const text = [
    'form: 1',
    'userSettings:',
    '  device_registration:',
    '    default:',
    '      pinLenght: 8',
    'spaces:',
    '  - name: North',
    '    colour: blue',
  ].join('\n');
  const places = faultsOf(text).map(({ line, column, field }) => `${line}:${column} ${field}`);
  assert.deepEqual(places.toSorted(), [
    '5:7 userSettings.device_registration.default.pinLenght',
    '8:5 spaces.0.colour',
  ]);
});

test('a value that is wrong is named where it stands, by the rule of its own kind', () => {
  const text =
    'form: 1\nuserSettings:\n  device_registration:\n    groups:\n      - name: A\n        userGroups: [G]\n        value:\n          pinLength: 99\n';
  const [fault] = faultsOf(text);
  assert.equal(fault?.line, 8);
  assert.equal(fault.field, 'userSettings.device_registration.groups.0.value.pinLength');
});

test('what is no YAML is refused with its line and column', () => {
  const [fault] = faultsOf('form: 1\nspaces: [ { name: "North }\n');
  assert.ok(fault !== undefined && fault.line >= 2 && fault.column >= 1);
});

test('a key that is there twice, in a map or as the name of a thing, does not win silently', () => {
  assert.match(faultsOf('form: 1\nspaces: []\nspaces: []\n')[0]?.message ?? '', /there twice/);
});

test('aliases and anchors are refused, so that a short file stays a small one', () => {
  const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`);
  const bomb = ['form: 1', 'l0: &l0 lol', ...levels].join('\n');
  const faults = faultsOf(bomb);
  assert.ok(
    faults.some(({ message }) => message.includes('alias')) && faults.some(({ message }) => message.includes('anchor')),
  );
});

test('a file that is too large, too deep or full of keys ends as a named error, in time', () => {
  assert.throws(
    () => readYaml('#'.repeat(MOST_OCTETS + 1)),
    (error) => isLanyardError(error, 'config_file_too_large'),
  );
  assert.ok(faultsOf(`form: 1\nspaces: ${'['.repeat(200_000)}`).length > 0);
  assert.ok(faultsOf('[\n'.repeat(100_000)).length > 0);
  assert.ok(faultsOf(`${'- '.repeat(100_000)}\n`).length > 0);
  const keys = Array.from({ length: 50_000 }, (_, i) => `k${i}: 1`).join('\n');
  const before = performance.now();
  assert.ok(faultsOf(`form: 1\n${keys}\n`).length > 0);
  assert.ok(performance.now() - before < 5_000);
});

test('names that a program would take for its own are keys like others', () => {
  assert.equal(faultsOf('form: 1\n__proto__: { polluted: true }\n')[0]?.field, '__proto__');
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});
