import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import { PictureFault, type CleanPicture } from './read-png.ts';

const SVG = 'http://www.w3.org/2000/svg';
const ELEMENTS = new Set(
  `svg g defs title desc path rect circle ellipse line polyline polygon linearGradient radialGradient stop clipPath mask
  symbol use`.split(/\s+/),
);
const ATTRIBUTES = new Set(
  `id class viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform opacity
  fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
  stroke-dashoffset stroke-opacity clip-path clip-rule mask maskUnits maskContentUnits clipPathUnits gradientUnits
  gradientTransform spreadMethod offset stop-color stop-opacity color display visibility href style`.split(/\s+/),
);
/** References stay inside the picture, and there is no other function than `url`, `rgb` and transformations. */
const OWN = /^#[\w.-]{1,100}$/;
const VALUE = /^[\w\s#%.,;:()+/*-]*$/;
const FOREIGN = /url\(\s*(?!#[\w.-]{1,100}\s*\))|expression|import|javascript|data:/i;
const MOST_NODES = 5_000;
const DEEPEST = 30;

export const looksLikeSvg = (octets: Uint8Array): boolean =>
  /^(?:\uFEFF)?\s*<(?:\?xml|!--|!DOCTYPE|svg)/i.test(Buffer.from(octets.subarray(0, 500)).toString('utf8'));

/**
 * An SVG written anew from what is harmless in it: shapes, colours, references inside. Scripts, handlers, foreign
 * content, links to elsewhere and declarations are left out, and each is told.
 * @throws PictureFault for what is no SVG
 */
export function readSvg(octets: Uint8Array): CleanPicture {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(octets);
  if (/<!DOCTYPE[^>]*\[|<!ENTITY/i.test(text)) throw new PictureFault('The SVG declares entities of its own.');
  const root = parse(text);
  if (root?.localName !== 'svg' || root.namespaceURI !== SVG) throw new PictureFault('The file is no SVG.');
  const state: State = { removed: new Set(), nodes: 0 };
  const body = write(root, state, 0);
  const size = sizeOf(root);
  return { octets: Buffer.from(body), ...size, removed: [...state.removed] };
}

interface State {
  readonly removed: Set<string>;
  nodes: number;
}

function parse(text: string): Element | null {
  const onError = (_level: string, message: string): never => {
    throw new PictureFault(`The SVG is not well formed: ${message.slice(0, 120)}`);
  };
  try {
    return new DOMParser({ onError }).parseFromString(text, 'image/svg+xml').documentElement;
  } catch (error) {
    if (error instanceof PictureFault) throw error;
    throw new PictureFault('The SVG is not well formed.', { cause: error });
  }
}

function write(element: Element, state: State, depth: number): string {
  if (++state.nodes > MOST_NODES || depth > DEEPEST) throw new PictureFault('The SVG has too many parts for a logo.');
  const name = element.localName ?? '';
  const children = [...childrenOf(element)].map((child) => writeChild(child, state, depth)).join('');
  const namespace = depth === 0 ? ` xmlns="${SVG}"` : '';
  return `<${name}${namespace}${attributesOf(element, state)}>${children}</${name}>`;
}

function writeChild(node: Node, state: State, depth: number): string {
  if (node.nodeType === 3 || node.nodeType === 4) return escaped(node.nodeValue ?? '');
  if (node.nodeType !== 1) return '';
  const element = node as Element; // sound: node type 1 is an element
  if (element.namespaceURI === SVG && ELEMENTS.has(element.localName ?? '')) return write(element, state, depth + 1);
  state.removed.add(`<${element.nodeName}>`);
  return '';
}

function attributesOf(element: Element, { removed }: State): string {
  let written = '';
  for (const { localName, name, namespaceURI, value } of element.attributes) {
    if (name === 'xmlns' || name.startsWith('xmlns:') || name === 'version') continue;
    const own = localName === 'href' || namespaceURI === null || namespaceURI === '';
    const plain = localName ?? name;
    const good = own && ATTRIBUTES.has(plain) && isHarmless(plain, value);
    if (good) written += ` ${plain}="${escaped(value)}"`;
    else removed.add(`the attribute ${name}`);
  }
  return written;
}

function isHarmless(name: string, value: string): boolean {
  if (name === 'href') return OWN.test(value);
  return VALUE.test(value) && !FOREIGN.test(value);
}

function sizeOf(root: Element): { width: number; height: number } {
  const box = (root.getAttribute('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [, , width = Number.NaN, height = Number.NaN] = box;
  const given = (name: string): number => Number.parseFloat(root.getAttribute(name) ?? '');
  const size = { width: Math.round(width || given('width')), height: Math.round(height || given('height')) };
  if (!(size.width > 0 && size.height > 0))
    throw new PictureFault('The SVG does not say how large it is: it needs a viewBox.');
  return size;
}

function* childrenOf(element: Element): Generator<Node> {
  for (let node = element.firstChild; node !== null; node = node.nextSibling) yield node;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
