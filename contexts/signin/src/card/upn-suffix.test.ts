import assert from 'node:assert/strict';
import { test } from 'node:test';
import { speaksFor } from './upn-suffix.ts';

test('an issuer speaks for the suffixes that it names, compared whole and in any case', () => {
  assert.ok(speaksFor('ada@Agency.Example', ['agency.example']));
  assert.ok(speaksFor('ada@agency.example', ['partner.example', '@AGENCY.example']));
  assert.ok(!speaksFor('ada@agency.example.evil.example', ['agency.example']));
  assert.ok(!speaksFor('ada@notagency.example', ['agency.example']));
  assert.ok(!speaksFor('ada@sub.agency.example', ['agency.example']));
  assert.ok(!speaksFor('ada@agency.example', []));
  assert.ok(!speaksFor('ada@agency.example', ['']));
});

test('only what follows the last @ counts', () => {
  assert.ok(!speaksFor('ada@agency.example@evil.example', ['agency.example']));
});

test('a suffix that begins with a dot stands for the names below it', () => {
  assert.ok(speaksFor('ada@navy.agency.example', ['.agency.example']));
  assert.ok(!speaksFor('ada@agency.example', ['.agency.example']));
  assert.ok(!speaksFor('ada@evilagency.example', ['.agency.example']));
});
