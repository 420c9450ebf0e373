import { LanyardError } from '@lanyard/kernel';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { readXmlPlist } from '../package/read-ipa.ts';
import { hasDeclarations } from '../package/xml-declarations.ts';
import type { Understood } from './understood.ts';

const MOST_ELEMENTS = 5_000;

/**
 * An iOS property list (its dictionary alone will do), or Android's managed configuration: `<restriction android:key=…
 * android:defaultValue=…>`, `<string keyName=…>` of the AppConfig community, `<string name=…>` of shared preferences.
 */
export function parseXml(text: string): Understood {
  if (hasDeclarations(text)) refuse('it declares entities');
  if (/<plist|^\s*<dict[\s>]/.test(text)) return parsePropertyList(text);
  const root = rootOf(text);
  const pairs = [...root.getElementsByTagName('*')].slice(0, MOST_ELEMENTS).flatMap((element) => pairOf(element));
  return { understoodAs: 'managed configuration', pairs, leftOut: [] };
}

function parsePropertyList(text: string): Understood {
  let value: unknown;
  try {
    value = readXmlPlist(/<plist/.test(text) ? text : `<plist version="1.0">${text}</plist>`);
  } catch (error) {
    refuse(error instanceof Error ? error.message.slice(0, 200) : 'unreadable', error);
  }
  const flat = flatten(value, 0);
  return { understoodAs: 'property list', pairs: flat, leftOut: [] };
}

/** Configuration profiles hold the dictionary in another one. */
function flatten(value: unknown, depth: number): { key: string; value: string }[] {
  if (typeof value !== 'object' || value === null || depth > 6) return [];
  if (Array.isArray(value)) return value.flatMap((one) => flatten(one, depth + 1));
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) => {
    const text = typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean';
    return text ? [{ key, value: String(one) }] : flatten(one, depth + 1);
  });
}

function rootOf(text: string): Element {
  try {
    const root = new DOMParser({ onError: () => undefined }).parseFromString(text, 'text/xml').documentElement;
    if (root !== null) return root;
  } catch (error) {
    refuse(error instanceof Error ? error.message.slice(0, 200) : 'unreadable', error);
  }
  refuse('it has no element');
}

function pairOf(element: Element): { key: string; value: string }[] {
  const key = attribute(element, 'android:key', 'keyName', 'name', 'key');
  if (key === null) return [];
  const given = attribute(element, 'android:defaultValue', 'value', 'defaultValue');
  const inner = [...element.getElementsByTagName('value')][0] ?? [...element.getElementsByTagName('defaultValue')][0];
  const nested = [...element.childNodes].some((child) => child.nodeType === child.ELEMENT_NODE);
  if (given === null && inner === undefined && nested) return [];
  return [{ key, value: given ?? (inner ?? element).textContent?.trim() ?? '' }];
}

function attribute(element: Element, ...names: string[]): string | null {
  const found = names.find((name) => element.hasAttribute(name));
  return found === undefined ? null : element.getAttribute(found);
}

function refuse(why: string, cause?: unknown): never {
  throw new LanyardError('pairs_not_understood', { why }, cause === undefined ? undefined : { cause });
}
