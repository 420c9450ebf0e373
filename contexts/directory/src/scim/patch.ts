import { ScimError } from './scim-error.ts';
import { EXTENSION, KNOWN_SCHEMAS } from './schemas.ts';

export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path?: string | undefined;
  readonly value?: Json | undefined;
}

interface Path {
  /** Names from the resource down to the attribute. */
  readonly names: readonly string[];
  /** Of several values, those with this. */
  readonly where: { readonly name: string; readonly value: string } | null;
  readonly sub: string | null;
}

const NAME = /^[A-Za-z$][\w$-]*$/;
const PATH = /^([^[\]]+?)(?:\[\s*(\w+)\s+eq\s+"([^"]*)"\s*\])?(?:\.([A-Za-z$]\w*))?$/i;

/**
 * A resource after the operations of a PATCH (RFC 7644 §3.5.2), as Entra and others send them: names in any case, dotted
 * names and extensions as keys of a value without path, a filter that finds nothing makes what it looked for.
 * @throws ScimError `invalidPath`, `noTarget`, `invalidSyntax`
 */
export function applyPatch(resource: JsonObject, operations: readonly PatchOperation[]): JsonObject {
  const result = structuredClone(resource);
  for (const operation of operations) applyOne(result, operation);
  return result;
}

function applyOne(resource: JsonObject, { op, path, value }: PatchOperation): void {
  if (path !== undefined) return applyAt(resource, op, parsePath(path), value);
  if (op === 'remove') throw new ScimError('noTarget', 'A removal names the path of what it removes.');
  if (!isObject(value)) throw new ScimError('invalidSyntax', 'Without a path the value is an object of attributes.');
  for (const [name, one] of Object.entries(value)) {
    if (name.toLowerCase() === 'schemas') continue;
    // An extension may come whole, as an object under its URN.
    if (KNOWN_SCHEMAS.includes(name) && isObject(one))
      for (const [inner, of] of Object.entries(one)) applyAt(resource, op, parsePath(`${name}:${inner}`), of);
    else applyAt(resource, op, parsePath(name), one);
  }
}

function parsePath(path: string): Path {
  const schema = KNOWN_SCHEMAS.find((urn) => path.toLowerCase().startsWith(`${urn.toLowerCase()}:`));
  const local = schema === undefined ? path : path.slice(schema.length + 1);
  const match = PATH.exec(local.trim());
  const [, head = '', name, value, tail] = match ?? [];
  const [first = '', dotted] = head.split('.');
  const names = schema === EXTENSION ? [EXTENSION, first] : [first];
  const sub = tail ?? dotted ?? null;
  if (match === null || !NAME.test(first) || (sub !== null && !NAME.test(sub)))
    throw new ScimError('invalidPath', `The path "${path.slice(0, 100)}" is not one that is known here.`);
  return { names, where: name === undefined ? null : { name, value: value ?? '' }, sub };
}

function applyAt(resource: JsonObject, op: PatchOperation['op'], path: Path, value: Json | undefined): void {
  const holder = path.names.slice(0, -1).reduce<JsonObject>((inside, name) => child(inside, name), resource);
  const key = keyOf(holder, path.names.at(-1) ?? '');
  if (path.where !== null) return applyWhere(holder, key, op, { ...path, where: path.where }, value);
  if (path.sub !== null) return setSimple(child(holder, key), path.sub, op, value);
  const before = holder[key];
  if (op === 'remove' && Array.isArray(before) && value !== undefined) holder[key] = without(before, [value].flat());
  else if (op === 'remove') delete holder[key];
  else if (value === undefined) throw new ScimError('invalidSyntax', `"${key}" comes without a value.`);
  else if (op === 'add' && Array.isArray(before)) holder[key] = [...without(before, [value].flat()), ...[value].flat()];
  else if (isObject(before) && isObject(value)) holder[key] = { ...before, ...value };
  else holder[key] = value;
}

function applyWhere(
  holder: JsonObject,
  key: string,
  op: PatchOperation['op'],
  { where, sub }: Path & { where: NonNullable<Path['where']> },
  value: Json | undefined,
): void {
  const all = (Array.isArray(holder[key]) ? holder[key] : []).filter(isObject);
  const isMeant = (one: JsonObject) => {
    const has = one[keyOf(one, where.name)];
    return typeof has === 'string' && has.toLowerCase() === where.value.toLowerCase();
  };
  if (op === 'remove' && sub === null) {
    holder[key] = all.filter((one) => !isMeant(one));
    return;
  }
  const meant = all.filter(isMeant);
  if (meant.length === 0 && op !== 'remove') {
    const made: JsonObject = { [where.name]: where.value };
    all.push(made);
    meant.push(made);
  }
  for (const one of meant) {
    if (sub !== null) setSimple(one, sub, op, value);
    else if (isObject(value)) Object.assign(one, value);
  }
  holder[key] = all;
}

function setSimple(holder: JsonObject, name: string, op: PatchOperation['op'], value: Json | undefined): void {
  const key = keyOf(holder, name);
  if (op === 'remove') delete holder[key];
  else if (value !== undefined) holder[key] = value;
}

/** Attribute names are compared without case (RFC 7643 §2.1). */
const keyOf = (holder: JsonObject, name: string): string =>
  Object.keys(holder).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;

function child(holder: JsonObject, name: string): JsonObject {
  const key = keyOf(holder, name);
  const inside = holder[key];
  if (isObject(inside)) return inside;
  const made: JsonObject = {};
  holder[key] = made;
  return made;
}

/** Members and addresses are the same by their `value`. */
function without(all: readonly Json[], some: readonly Json[]): Json[] {
  const valueOf = (one: Json) => (isObject(one) ? JSON.stringify(one[keyOf(one, 'value')]) : JSON.stringify(one));
  const gone = new Set(some.map(valueOf));
  return all.filter((one) => !gone.has(valueOf(one)));
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
