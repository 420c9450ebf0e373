import { z } from 'zod';

/** One field of a form, or several under one heading, as the contract's schema describes it. */
export type FieldNode = FieldWords &
  (
    | { readonly kind: 'text'; readonly input: TextInput; readonly maxLength: number | null }
    | {
        readonly kind: 'number';
        readonly min: number | null;
        readonly max: number | null;
        readonly unit: string | null;
      }
    | { readonly kind: 'boolean' }
    | { readonly kind: 'fixed'; readonly value: string }
    | { readonly kind: 'choice' | 'choices'; readonly options: readonly Option[] }
    | { readonly kind: 'list' | 'record'; readonly item: FieldNode }
    | { readonly kind: 'group'; readonly fields: readonly FieldNode[] }
    | { readonly kind: 'variants'; readonly by: string; readonly variants: readonly Variant[] }
  );

interface FieldWords {
  /** The last word of its path. */
  readonly name: string;
  readonly title: string;
  readonly help: string | null;
  readonly required: boolean;
  readonly nullable: boolean;
  /** What the schema takes when nothing is given. */
  readonly fallback: unknown;
  /** A renderer that the schema asks for: `meta({ widget: 'pem' })`. */
  readonly widget: string | null;
}

export type TextInput = 'text' | 'long' | 'email' | 'url' | 'date' | 'instant';
export interface Option {
  readonly value: string;
  readonly title: string;
}
export interface Variant extends Option {
  readonly fields: readonly FieldNode[];
}

/** What of a JSON Schema is read here; zod writes it, with the fields of `meta` among its own. */
interface Shape {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly unit?: string;
  readonly widget?: string;
  readonly multiline?: boolean;
  /** Titles of an enum's values. */
  readonly options?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Shape;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

/** Longer texts than this get several lines. */
const oneLine = 320;

/** The fields of a schema of the contract, in its order. */
export const fieldsOf = (schema: z.ZodType): FieldNode =>
  nodeOf('', z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape, true);

function nodeOf(name: string, shape: Shape, required: boolean): FieldNode {
  const options = (shape.anyOf ?? shape.oneOf ?? []).filter(({ type }) => type !== 'null');
  const [only] = options;
  const wasNull = isNullable(shape);
  // 1. "this or null" is this, which may be left empty
  if (only !== undefined && options.length === 1) {
    const { anyOf: _any, oneOf: _one, ...outer } = shape;
    return { ...nodeOf(name, { ...only, ...outer }, false), nullable: true };
  }
  const words: FieldWords = {
    name,
    title: shape.title ?? titleOf(name),
    help: shape.description ?? null,
    required: required && shape.default === undefined && !wasNull,
    nullable: wasNull,
    fallback: shape.default,
    widget: shape.widget ?? null,
  };
  // 2. one of several objects, told apart by a field that is fixed in each
  if (options.length > 1) return variantsOf(words, options);
  return { ...words, ...plainNode(shape) };
}

type Plain = FieldNode extends infer Node ? (Node extends FieldWords ? Omit<Node, keyof FieldWords> : never) : never;

function plainNode(shape: Shape): Plain {
  if (shape.const !== undefined) return { kind: 'fixed', value: wordOf(shape.const) };
  if (shape.enum !== undefined) return { kind: 'choice', options: optionsOf(shape) };
  switch (mainType(shape)) {
    case 'boolean':
      return { kind: 'boolean' };
    case 'integer':
    case 'number':
      return { kind: 'number', min: bound(shape.minimum), max: bound(shape.maximum), unit: shape.unit ?? null };
    case 'array':
      return arrayNode({ ...shape.items, options: shape.items?.options ?? shape.options ?? {} });
    case 'object':
      return objectNode(shape);
    default:
      return { kind: 'text', input: textInput(shape), maxLength: shape.maxLength ?? null };
  }
}

function arrayNode(items: Shape): Plain {
  return items.enum === undefined
    ? { kind: 'list', item: nodeOf('', items, true) }
    : { kind: 'choices', options: optionsOf(items) };
}

function objectNode(shape: Shape): Plain {
  const { properties, additionalProperties } = shape;
  if (properties === undefined && typeof additionalProperties === 'object')
    return { kind: 'record', item: nodeOf('', additionalProperties, true) };
  return { kind: 'group', fields: groupFields(shape) };
}

const groupFields = ({ properties = {}, required = [] }: Shape): readonly FieldNode[] =>
  Object.entries(properties).map(([name, shape]) => nodeOf(name, shape, required.includes(name)));

function variantsOf(words: FieldWords, shapes: readonly Shape[]): FieldNode {
  const by = Object.keys(shapes[0]?.properties ?? {}).find((key) =>
    shapes.every(({ properties }) => properties?.[key]?.const !== undefined),
  );
  if (by === undefined) return { ...words, kind: 'text', input: 'text', maxLength: null };
  const variants = shapes.map((shape) => {
    const fixed = shape.properties?.[by];
    const value = wordOf(fixed?.const);
    return {
      value,
      title: shape.title ?? fixed?.title ?? titleOf(value),
      fields: groupFields(shape).filter(({ name }) => name !== by),
    };
  });
  return { ...words, kind: 'variants', by, variants };
}

const isNullable = ({ type, anyOf = [] }: Shape): boolean =>
  (Array.isArray(type) && type.includes('null')) || anyOf.some((option) => option.type === 'null');

const mainType = ({ type }: Shape): string | undefined =>
  typeof type === 'string' ? type : type?.find((name) => name !== 'null');

/** zod names the greatest safe integer where a schema has no bound of its own. */
const bound = (value: number | undefined): number | null =>
  value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? null : value;

const optionsOf = (shape: Shape): readonly Option[] =>
  (shape.enum ?? []).map((value) => ({
    value: wordOf(value),
    title: shape.options?.[wordOf(value)] ?? titleOf(wordOf(value)),
  }));

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function textInput({ format, pattern, maxLength, multiline }: Shape): TextInput {
  if (multiline === true) return 'long';
  if (format === 'date-time') return 'instant';
  if (format === 'date' || format === 'email') return format;
  // An address with rules of its own has a pattern instead of a format.
  if (format === 'uri' || pattern?.startsWith('^https:') === true) return 'url';
  return maxLength !== undefined && maxLength > oneLine ? 'long' : 'text';
}

/** "pinLength" → "PIN length", for fields and choices whose schema has no title; what has spaces is words already. */
export function titleOf(name: string): string {
  if (name.includes(' ')) return name;
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .replaceAll(/[_-]/gu, ' ')
    .toLowerCase()
    .split(' ');
  const text = words.map((word) => shorts[word] ?? word).join(' ');
  return text.startsWith('iOS') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** Words that are written in their own way wherever they stand. */
const shorts: Readonly<Record<string, string>> = {
  pin: 'PIN',
  upn: 'UPN',
  url: 'URL',
  id: 'ID',
  os: 'OS',
  ios: 'iOS',
  android: 'Android',
  crl: 'CRL',
  vpn: 'VPN',
  tls: 'TLS',
  ec: 'EC',
  rsa: 'RSA',
  p256: 'P-256',
  p384: 'P-384',
};
