import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorCatalogue, type ErrorCode } from '@lanyard/contract';
import { cardPage } from './card-page.ts';
import { explain } from './explain.ts';

const ofCardHost = (Object.keys(errorCatalogue) as ErrorCode[]).filter((code) =>
  /^(certificate|person|mobile|portal)_(?!file_)/.test(code),
);

const page = (code: ErrorCode, anotherUrl: string | null = 'https://card.example:8445/card/1'): string =>
  cardPage({
    organisation: 'Test Agency',
    code,
    correlationId: '7b0c',
    at: new Date('2026-11-22T12:00:00Z'),
    anotherUrl,
    portalUrl: 'https://portal.example/',
  });

test('every refusal has an explanation of its own, besides what the catalogue says', () => {
  const general = explain('input_invalid').why;
  const kinds = ['signature', 'encryption', 'card authentication', 'authority', 'other', 'card policy'];
  const whys = [
    ...ofCardHost.filter((code) => code !== 'certificate_wrong_kind').map((code) => explain(code).why),
    ...kinds.map((kind) => explain('certificate_wrong_kind', kind).why),
  ];
  assert.ok(whys.length > 15);
  assert.equal(new Set([...whys, general]).size, whys.length + 1);
});

test('every page says what happened, the next step, the code and the reference, and leads on', () => {
  for (const code of Object.keys(errorCatalogue) as ErrorCode[]) {
    const text = page(code);
    assert.match(text, /<html lang="en">/);
    assert.match(text, new RegExp(`<code>${code}</code>`));
    assert.match(text, /<code>7b0c<\/code>/);
    assert.match(text, /<a class="first" href="https:\/\//);
  }
});

test('without an attempt to go on with, the way leads back to the portal', () => {
  const text = page('certificate_missing', null);
  assert.match(text, /<a class="first" href="https:\/\/portal\.example\/">Start again at the portal<\/a>/);
  assert.ok(!text.includes('card.example'));
});
