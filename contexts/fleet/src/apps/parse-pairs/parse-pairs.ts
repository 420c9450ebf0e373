import {
  nameOf,
  recogniseKey,
  type AppKind,
  type AppPlatform,
  type Finding,
  type ParsedPairs,
  type ParsePairsInput,
} from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { parseJson } from './parse-json.ts';
import { parseLines } from './parse-lines.ts';
import { parseXml } from './parse-xml.ts';
import type { Understood } from './understood.ts';

export const MOST_PAIRS = 200;
const LONGEST_KEY = 200;
const LONGEST_VALUE = 8_192;
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/**
 * Reads key-value pairs that were pasted out of another product, in whichever form it writes them. Keys and values stay
 * as they are; those whose value is a certificate go to the section where one is chosen.
 * @throws LanyardError `pairs_not_understood`
 */
export function parsePairs({ text, kind, platform }: ParsePairsInput): ParsedPairs {
  const understood = understand(text.replace(/^\uFEFF/, ''));
  const leftOut = [...understood.leftOut];
  const usable = understood.pairs.filter(({ key, value }, i) => {
    const why = faultOf(key, value, i);
    if (why !== null) leftOut.push({ line: 0, text: key.slice(0, 100), why });
    return why === null;
  });
  if (usable.length === 0) throw new LanyardError('pairs_not_understood', { leftOut: leftOut.slice(0, 20) });
  return {
    understoodAs: understood.understoodAs,
    pairs: usable.filter(({ key }) => !holdsCertificate(key)),
    certificates: usable.filter(({ key }) => holdsCertificate(key)),
    leftOut: leftOut.slice(0, 100),
    findings: findingsOf(usable, kind, platform),
  };
}

function understand(text: string): Understood {
  const first = text.trimStart().charAt(0);
  if (first === '{' || first === '[') return parseJson(text);
  if (first === '<') return parseXml(text);
  return parseLines(text);
}

function faultOf(key: string, value: string, i: number): string | null {
  if (i >= MOST_PAIRS) return `more than ${MOST_PAIRS} pairs`;
  if (key === '' || key.length > LONGEST_KEY || UNPRINTABLE.test(key))
    return 'its key is empty, too long or unreadable';
  return value.length > LONGEST_VALUE ? 'its value is too long' : null;
}

/** A near miss too: whoever typed it meant a certificate. */
function holdsCertificate(key: string): boolean {
  const found = recogniseKey(key);
  return found.is !== 'unknown' && found.key.section === 'certificate';
}

/** What is worth knowing before the pairs are taken over; the app configuration is checked whole when it is saved. */
function findingsOf(pairs: readonly { key: string; value: string }[], kind: AppKind, platform: AppPlatform): Finding[] {
  const seen = new Set<string>();
  return pairs.flatMap(({ key, value }, i) => {
    const found = recogniseKey(key);
    const findings: Finding[] = [];
    const say = (code: string, words: string, next: string) =>
      findings.push({ code, severity: 'warning', field: `pairs.${i}`, words, next });
    if (seen.has(key)) say('key_twice', `“${key}” is there twice.`, 'Keep the one that is meant.');
    seen.add(key);
    if (found.is === 'near miss')
      say(
        'key_near_miss',
        `“${key}” is not “${found.meant}”: keys are case-sensitive.`,
        `Write “${found.meant}” if that is meant.`,
      );
    if (found.is === 'out of range')
      say(
        'key_out_of_range',
        `“${key}” has a number that does not exist.`,
        `Write ${nameOf(found.key, 1)} or a following number.`,
      );
    if (found.is === 'known' && !(found.key.apps.includes(kind) && found.key.platforms.includes(platform)))
      say('key_of_other_app', `“${key}” is a key of another app or platform.`, 'Choose the app that it belongs to.');
    if (found.is === 'known' && found.key.section === 'certificate')
      say(
        'certificate_to_choose',
        `The value of “${key}” is a certificate${value ? `; here it was called “${value.slice(0, 60)}”` : ''}.`,
        'Choose the configuration that gives it.',
      );
    return findings;
  });
}
