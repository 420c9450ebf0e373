import { ext, type GeneralName, OID } from '@lanyard/pki';
import {
  type ChainDraft,
  days,
  identifier,
  type LevelDraft,
  named,
  newCrl,
  type Root,
  serialOf,
  signerOf,
} from './chain-draft.ts';

export const gold = '1.3.6.1.4.1.99999.1';
export const silver = '1.3.6.1.4.1.99999.2';

/** A chain that is good, of one to four authorities, with whatever chance adds that must not matter. */
export async function draftChain(
  number: number,
  root: Root,
  random: () => number,
  rollovers: boolean,
): Promise<ChainDraft> {
  const authorities = 1 + Math.floor(random() * 4);
  const levels: LevelDraft[] = [];
  for (let depth = 0; depth <= authorities; depth++) {
    const above = levels.at(-1);
    const last = depth === authorities;
    // A self-issued certificate carries the authority's new key over (RFC 5280 §6.1: it counts for no path length).
    const rollover = rollovers && !last && above !== undefined && random() < 0.2;
    const name = rollover
      ? above.name
      : named(last ? `Leaf of chain ${number}` : `Authority ${depth} of chain ${number}`);
    levels.push(await draftLevel(name, serialOf(number * 8 + depth + 256), above ?? root, last, random));
  }
  decorate(levels, number, random);
  return { root, levels };
}

async function draftLevel(
  name: LevelDraft['name'],
  serial: LevelDraft['serial'],
  above: LevelDraft | Root,
  last: boolean,
  random: () => number,
): Promise<LevelDraft> {
  const signer = signerOf(random);
  return {
    name,
    issuer: above.name,
    serial,
    notBefore: days(-30 - Math.floor(random() * 300)),
    notAfter: days(30 + Math.floor(random() * 300)),
    basicConstraints: last ? null : { ca: true },
    keyUsage: last ? ['digitalSignature'] : ['keyCertSign', 'cRLSign'],
    names: [],
    policies: [gold],
    more: new Map(),
    authorityKey: await identifier(above.signer),
    signer,
    by: above.signer,
    tamper: false,
    crls: last ? [] : [newCrl(signer)],
  };
}

function decorate(levels: LevelDraft[], number: number, random: () => number): void {
  const [top] = levels;
  const leaf = levels.at(-1);
  if (!top || !leaf) return;
  const domain = `chain${number}.test`;
  leaf.names = [
    { kind: 'dns', value: `host.${domain}` },
    { kind: 'email', value: `a@${domain}` },
    { kind: 'uri', value: `https://host.${domain}/x` },
    { kind: 'ip', value: Uint8Array.of(192, 0, 2, number & 0xff) },
  ];
  if (random() < 0.5) {
    top.more.set(OID.nameConstraints, ext.nameConstraints({ permitted: leaf.names.map(subtreeOf) }));
  }
  if (random() < 0.5) top.basicConstraints = { ca: true, pathLength: levels.length - 2 };
  if (random() < 0.3) leaf.more.set('1.2.3.4', ext.raw('1.2.3.4', false, Uint8Array.of(5, 0)));
  if (random() < 0.3) leaf.basicConstraints = { ca: false };
}

/** A subtree that holds the name. */
function subtreeOf(name: GeneralName): GeneralName {
  if (name.kind === 'ip') return { kind: 'ip', value: Uint8Array.of(192, 0, 2, 0, 255, 255, 255, 0) };
  return name.kind === 'uri' ? { kind: 'uri', value: new URL(name.value).host } : name;
}
