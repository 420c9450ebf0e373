import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { test } from 'node:test';
import { PictureFault, readPng } from './read-png.ts';
import { readSvg } from './read-svg.ts';

const chunk = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
};
const header = Buffer.from('00000001000000010806000000', 'hex');
const png = (...more: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', deflateSync(Buffer.alloc(5))),
    chunk('IEND', Buffer.alloc(0)),
  ]);

const fault = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof PictureFault) return error.message;
    throw error;
  }
  return 'taken';
};
const svg = (inside: string, more = ''): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20" ${more}>${inside}</svg>`);
const written = (inside: string, more = ''): string => readSvg(svg(inside, more)).octets.toString();

test('a PNG keeps its picture and loses texts, places and what stands behind it', () => {
  const plain = png();
  const dressed = Buffer.concat([
    png(chunk('tEXt', Buffer.from('Author\0Ada')), chunk('eXIf', Buffer.alloc(9))),
    Buffer.from('PK'),
  ]);
  const { height, octets, removed, width } = readPng(dressed);
  assert.deepEqual([width, height], [1, 1]);
  assert.ok(octets.equals(plain));
  assert.deepEqual(removed, ['the PNG part "tEXt"', 'the PNG part "eXIf"', 'what stood behind the picture']);
});

test('a damaged or cut PNG is refused, and one with parts that nobody knows', () => {
  const spoilt = png();
  spoilt[20] = (spoilt[20] ?? 0) ^ 1;
  assert.match(
    fault(() => readPng(spoilt)),
    /damaged/,
  );
  assert.match(
    fault(() => readPng(png().subarray(0, -4))),
    /ends too early/,
  );
  assert.match(
    fault(() => readPng(png().subarray(0, 8))),
    /ends too early/,
  );
  assert.match(
    fault(() => readPng(png(chunk('EVIL', Buffer.alloc(1))))),
    /not known/,
  );
});

test('an SVG keeps shapes, colours and references inside it', () => {
  const inside =
    '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs><path d="M0 0L10 20z" fill="url(#g)" style="stroke:#000"/><use href="#g"/>';
  assert.equal(
    written(inside),
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20">${inside.replace('<stop offset="0" stop-color="#fff"/>', '<stop offset="0" stop-color="#fff"></stop>').replace('style="stroke:#000"/>', 'style="stroke:#000"></path>').replace('<use href="#g"/>', '<use href="#g"></use>')}</svg>`,
  );
  const { height, width } = readSvg(svg(''));
  assert.deepEqual([width, height], [10, 20]);
});

const attacks: [string, string, string?][] = [
  ['a script', '<script>alert(1)</script>'],
  ['a script in disguise', '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>'],
  ['a handler', '<path d="M0 0" onload="alert(1)"/>'],
  ['a handler on the root', '', 'onload="alert(1)"'],
  [
    'foreign content',
    '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="alert(1)"/></body></foreignObject>',
  ],
  ['a link to elsewhere', '<use href="https://evil.example/#alert(1)"/>'],
  ['an old link to elsewhere', '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:alert(1)"/>'],
  ['a colour from elsewhere', '<path d="M0 0" fill="url(https://evil.example/alert(1))"/>'],
  ['a style with a fetch', '<path d="M0 0" style="fill:url(//evil.example/alert(1))"/>'],
  ['a style sheet', '<style>@import url(https://evil.example/alert(1));</style>'],
  ['an animation of a link', '<a href="#x"><animate attributeName="href" to="javascript:alert(1)"/></a>'],
  ['a picture inside', '<image href="data:image/svg+xml,alert(1)"/>'],
  ['an instruction', '<?xml-stylesheet href="https://evil.example/alert(1)"?>'],
  ['a comment', '<!-- alert(1) -->'],
];
for (const [name, inside, more] of attacks)
  test(`an SVG loses ${name}`, () => {
    const text = written(inside, more);
    assert.doesNotMatch(text, /alert|evil|javascript|script|onload|onerror|import/);
  });

test('what is no SVG is refused: other XML, entities, broken text, no size, too many parts', () => {
  assert.match(
    fault(() => readSvg(Buffer.from('<html xmlns="http://www.w3.org/1999/xhtml"/>'))),
    /no SVG/,
  );
  assert.match(
    fault(() => readSvg(Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'))),
    /entities/,
  );
  assert.match(
    fault(() => readSvg(svg('<path'))),
    /not well formed/,
  );
  assert.match(
    fault(() => readSvg(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))),
    /viewBox/,
  );
  assert.match(
    fault(() => readSvg(svg('<g/>'.repeat(5_001)))),
    /too many parts/,
  );
  assert.match(
    fault(() => readSvg(svg('<g>'.repeat(40) + '</g>'.repeat(40)))),
    /too many parts/,
  );
});

test('text in a title stays text', () => {
  assert.match(written('<title>A &amp; B &lt;script&gt;</title>'), /<title>A &amp; B &lt;script&gt;<\/title>/);
});
