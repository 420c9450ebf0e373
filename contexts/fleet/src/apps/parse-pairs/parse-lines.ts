import type { Understood } from './understood.ts';

/** `key=`, `key: ` or `key<tab>`: what follows is the value. An address keeps its colon. */
const KEY = /^(["']?)(?<key>[^=:\t"']{1,200})\1[ \t]{0,20}(?:=|:(?!\/\/)|\t)/;
const HEADINGS = /^\s*(key|name|parameter|setting)\s*[\t,;|]\s*value\b/i;
const MOST_LINES = 2_000;

export function parseLines(text: string): Understood {
  const lines = text.split(/\r\n|\n|\r/).slice(0, MOST_LINES);
  const filled = lines.filter((line) => line.trim() !== '');
  const table = filled.length > 0 && filled.filter((line) => line.includes('\t')).length * 2 > filled.length;
  const pairs: { key: string; value: string }[] = [];
  const leftOut: { line: number; text: string; why: string }[] = [];
  lines.forEach((line, i) => {
    if (line.trim() === '' || /^\s*(#|\/\/|;)/.test(line) || HEADINGS.test(line)) return;
    const pair = table ? cells(line) : named(line);
    if (pair === null) leftOut.push({ line: i + 1, text: line.slice(0, 200), why: 'there is no key and value in it' });
    else pairs.push(pair);
  });
  return { understoodAs: table ? 'table' : 'lines', pairs, leftOut };
}

function cells(line: string): { key: string; value: string } | null {
  const [key = '', value] = line.split('\t').map((cell) => unquote(cell.trim()));
  return key === '' || value === undefined ? null : { key, value };
}

function named(line: string): { key: string; value: string } | null {
  const text = line.trim();
  const found = KEY.exec(text);
  const key = found?.groups?.['key']?.trim();
  if (!found || !key) return null;
  return { key, value: unquote(text.slice(found[0].length).trim().replace(/;$/, '').trimEnd()) };
}

const unquote = (text: string): string => /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
