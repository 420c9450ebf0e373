import koffi from 'koffi';
import { type Cryptoki, ULONG } from './cryptoki.ts';

export type AttributeValue = boolean | { readonly ulong: number } | string | Uint8Array;
export type Attributes = readonly (readonly [type: number, value: AttributeValue])[];

/** CK_ATTRIBUTE: type, address of the value, its length. */
const ATTRIBUTE = 3 * ULONG;
/** More than any key's attribute: a modulus of 4096 bits has 512 octets. */
const MAX_VALUE = 1024;

/** A template as C sees it. The values are held beside it, since the table has only their addresses. */
export interface Template {
  readonly table: Buffer;
  readonly count: number;
  readonly values: readonly Buffer[];
}

export function templateOf(attributes: Attributes): Template {
  const values = attributes.map(([, value]) => octetsOf(value));
  return {
    ...tableOf(
      attributes.map(([type]) => type),
      values,
    ),
    values,
  };
}

function tableOf(types: readonly number[], values: readonly Buffer[]): { table: Buffer; count: number } {
  const table = Buffer.alloc(ATTRIBUTE * types.length);
  for (const [index, type] of types.entries()) {
    const value = values[index] ?? Buffer.alloc(0);
    table.writeBigUInt64LE(BigInt(type), index * ATTRIBUTE);
    table.writeBigUInt64LE(value.length === 0 ? 0n : koffi.address(value), index * ATTRIBUTE + ULONG);
    table.writeBigUInt64LE(BigInt(value.length), index * ATTRIBUTE + 2 * ULONG);
  }
  return { table, count: types.length };
}

function octetsOf(value: AttributeValue): Buffer {
  if (typeof value === 'boolean') return own(Buffer.of(value ? 1 : 0));
  if (typeof value === 'string') return own(Buffer.from(value, 'utf8'));
  if (value instanceof Uint8Array) return own(Buffer.from(value));
  const octets = Buffer.alloc(ULONG);
  octets.writeBigUInt64LE(BigInt(value.ulong));
  return octets;
}

/** Memory of its own, so that an address stays what it is whatever happens to Node's shared pool. */
function own(octets: Buffer): Buffer {
  const copy = Buffer.alloc(octets.length);
  octets.copy(copy);
  return copy;
}

/**
 * Reads attributes of an object.
 * @throws Pkcs11Error `call_failed` where the object lacks one, or does not give it away
 */
export async function readAttributes(
  cryptoki: Cryptoki,
  session: number,
  object: number,
  types: readonly number[],
): Promise<Buffer[]> {
  const values = types.map(() => Buffer.alloc(MAX_VALUE));
  const { table, count } = tableOf(types, values);
  await cryptoki.call('C_GetAttributeValue', session, object, table, count);
  return values.map((value, index) => value.subarray(0, Number(table.readBigUInt64LE(index * ATTRIBUTE + 2 * ULONG))));
}
