import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accentShades, contrastRatio, grounds, readableOn, TEXT_CONTRAST } from './contrast.ts';

test('contrast is that of WCAG 2.2: black on white 21, grey 767676 just passes', () => {
  assert.equal(contrastRatio('#000000', '#ffffff'), 21);
  assert.ok(contrastRatio('#767676', '#ffffff') >= TEXT_CONTRAST);
  assert.ok(contrastRatio('#777777', '#ffffff') < TEXT_CONTRAST);
});

test('a colour that can be read stays as it is, another becomes the nearest shade that can', () => {
  assert.equal(readableOn('#ffffff', '#00635d'), '#00635d');
  const shade = readableOn('#ffffff', '#ffd400');
  assert.notEqual(shade, '#ffd400');
  assert.ok(contrastRatio(shade, '#ffffff') >= TEXT_CONTRAST);
});

test('whatever the accent, both modes can be read, and what stands on it too', () => {
  for (const colour of ['#000000', '#ffffff', '#ffd400', '#00635d', '#b50909', '#1b1b1b']) {
    for (const [mode, { accent, onAccent, strong, wash }] of Object.entries(accentShades(colour))) {
      const ground = grounds[mode as keyof typeof grounds];
      assert.ok(contrastRatio(accent, ground) >= TEXT_CONTRAST, `${colour} ${mode}`);
      assert.ok(contrastRatio(strong, ground) >= TEXT_CONTRAST, `${colour} ${mode} strong`);
      assert.ok(contrastRatio(strong, wash) >= TEXT_CONTRAST, `${colour} ${mode} strong on wash`);
      assert.ok(contrastRatio(onAccent, accent) >= TEXT_CONTRAST, `${colour} ${mode} on accent`);
    }
  }
});
