import { crlExt, type CrlEntryInput, ext, type GeneralName, OID } from '@lanyard/pki';
import { at, type ChainDraft, type CrlDraft, days, type LevelDraft, named, newCrl, signerOf } from './chain-draft.ts';
import { silver } from './draft-chain.ts';

/** Which options both judges get. */
export type Group = 'plain' | 'crl' | 'explicit-policy' | 'purpose';

export interface Mutation {
  readonly name: string;
  readonly group: Group;
  readonly apply: (chain: ChainDraft, random: () => number) => void;
}

const ofGroup = (group: Group, table: Record<string, Mutation['apply']>): Mutation[] =>
  Object.entries(table).map(([name, apply]) => ({ name, group, apply }));

const leafOf = ({ levels }: ChainDraft): LevelDraft => level(levels, levels.length - 1);
const issuerOf = ({ levels }: ChainDraft): LevelDraft => level(levels, levels.length - 2);
const anyOf = ({ levels }: ChainDraft, random: () => number): LevelDraft => level(levels, Math.floor(random() * levels.length));
const authorityOf = ({ levels }: ChainDraft, random: () => number): LevelDraft => level(levels, Math.floor(random() * (levels.length - 1)));

function level(levels: readonly LevelDraft[], index: number): LevelDraft {
  const found = levels[index];
  if (!found) throw new Error(`a chain has no level ${index}`);
  return found;
}

const unknown = (critical: boolean) => ext.raw('1.2.3.5', critical, Uint8Array.of(5, 0));
const constrain = (chain: ChainDraft, constraints: Parameters<typeof ext.nameConstraints>[0]) =>
  void level(chain.levels, 0).more.set(OID.nameConstraints, ext.nameConstraints(constraints));
const names = (chain: ChainDraft, ...list: GeneralName[]) => void (leafOf(chain).names = list);
const dns = (value: string): GeneralName => ({ kind: 'dns', value });
const mail = (value: string): GeneralName => ({ kind: 'email', value });
const uri = (value: string): GeneralName => ({ kind: 'uri', value });
const upn = (value: string): GeneralName => ({ kind: 'upn', value });
const ip = (...octets: number[]): GeneralName => ({ kind: 'ip', value: Uint8Array.from(octets) });

const plain = ofGroup('plain', {
  good: () => {},
  'signature bit': (chain, random) => void (anyOf(chain, random).tamper = true),
  'signed by another key': (chain, random) => {
    const target = anyOf(chain, random);
    while (Buffer.compare(target.by.spki, target.signer.spki) === 0 || target.by === chain.root.signer || chain.levels.some((l) => l.signer === target.by)) target.by = signerOf(random);
  },
  expired: (chain, random) => void (anyOf(chain, random).notAfter = days(-1)),
  'not yet valid': (chain, random) => void (anyOf(chain, random).notBefore = days(1)),
  'first moment of validity': (chain, random) => void (anyOf(chain, random).notBefore = at),
  'last moment of validity': (chain, random) => void (anyOf(chain, random).notAfter = at),
  'authority flag false': (chain, random) => void (authorityOf(chain, random).basicConstraints = { ca: false }),
  'no basic constraints': (chain, random) => void (authorityOf(chain, random).basicConstraints = null),
  'path length too short': (chain) => {
    const top = level(chain.levels, 0);
    const counted = chain.levels.slice(1, -1).filter((l) => Buffer.compare(l.name.der, l.issuer.der) !== 0).length;
    if (counted > 0) top.basicConstraints = { ca: true, pathLength: counted - 1 };
    else leafOf(chain).notAfter = days(-1);
  },
  'key usage without keyCertSign': (chain, random) => void (authorityOf(chain, random).keyUsage = ['cRLSign']),
  'no key usage': (chain, random) => void (anyOf(chain, random).keyUsage = null),
  'unknown critical extension': (chain, random) => void anyOf(chain, random).more.set('1.2.3.5', unknown(true)),
  'unknown extension, not critical': (chain, random) => void anyOf(chain, random).more.set('1.2.3.5', unknown(false)),
  'wrong issuer name': (chain, random) => void (anyOf(chain, random).issuer = named('Nobody')),
  'issuer name in other case': (chain) => void (leafOf(chain).issuer = named(`${issuerOf(chain).name.rdns[1]?.[0]?.value.toUpperCase()}`)),
  'issuer name with other spaces': (chain) => void (leafOf(chain).issuer = named(` ${issuerOf(chain).name.rdns[1]?.[0]?.value.replaceAll(' ', '   ')} `)),
  'wrong authority key identifier': (chain) => void (leafOf(chain).authorityKey = Uint8Array.of(1, 2, 3)),
  'missing authority': (chain) => void chain.levels.splice(chain.levels.length - 2, 1),
  'dns name permitted': (chain) => (names(chain, dns('a.b.permitted.test')), constrain(chain, { permitted: [dns('permitted.test')] })),
  'dns name not permitted': (chain) => (names(chain, dns('a.notpermitted.test')), constrain(chain, { permitted: [dns('permitted.test')] })),
  'dns name excluded': (chain) => (names(chain, dns('a.excluded.test')), constrain(chain, { excluded: [dns('excluded.test')] })),
  'dns wildcard over an excluded name': (chain) => (names(chain, dns('*.example.test')), constrain(chain, { excluded: [dns('secret.example.test')] })),
  'mail permitted': (chain) => (names(chain, mail('x@permitted.test')), constrain(chain, { permitted: [mail('permitted.test')] })),
  'mail not permitted': (chain) => (names(chain, mail('x@sub.permitted.test')), constrain(chain, { permitted: [mail('permitted.test')] })),
  'mail host below permitted': (chain) => (names(chain, mail('x@sub.permitted.test')), constrain(chain, { permitted: [mail('.permitted.test')] })),
  'mail excluded': (chain) => (names(chain, mail('x@excluded.test')), constrain(chain, { excluded: [mail('excluded.test')] })),
  'uri permitted': (chain) => (names(chain, uri('https://permitted.test/')), constrain(chain, { permitted: [uri('permitted.test')] })),
  'uri not permitted': (chain) => (names(chain, uri('https://other.test/')), constrain(chain, { permitted: [uri('permitted.test')] })),
  'uri excluded': (chain) => (names(chain, uri('https://a.excluded.test/')), constrain(chain, { excluded: [uri('.excluded.test')] })),
  'uri without host': (chain) => (names(chain, uri('urn:uuid:00000000-0000-4000-8000-000000000000')), constrain(chain, { permitted: [uri('permitted.test')] })),
  'uri with user part': (chain) => (names(chain, uri('https://permitted.test@other.test/')), constrain(chain, { permitted: [uri('permitted.test')] })),
  'ip permitted': (chain) => (names(chain, ip(10, 1, 2, 3)), constrain(chain, { permitted: [ip(10, 0, 0, 0, 255, 0, 0, 0)] })),
  'ip not permitted': (chain) => (names(chain, ip(11, 1, 2, 3)), constrain(chain, { permitted: [ip(10, 0, 0, 0, 255, 0, 0, 0)] })),
  'ip excluded': (chain) => (names(chain, ip(10, 1, 2, 3)), constrain(chain, { excluded: [ip(10, 1, 0, 0, 255, 255, 0, 0)] })),
  'directory name not permitted': (chain) => constrain(chain, { permitted: [{ kind: 'directory', value: named('Elsewhere') }] }),
  'directory name excluded': (chain) => constrain(chain, { excluded: [{ kind: 'directory', value: leafOf(chain).name }] }),
  'upn permitted': (chain) => (names(chain, upn('jane@agency.test')), constrain(chain, { permitted: [upn('@agency.test')] })),
  'upn not permitted': (chain) => (names(chain, upn('jane@other.test')), constrain(chain, { permitted: [upn('@agency.test')] })),
});

const entry = ({ serial }: LevelDraft, reason: CrlEntryInput['reason'] = 'keyCompromise'): CrlEntryInput => ({ serial, revokedAt: days(-2), reason });
const crlOf = (target: LevelDraft): CrlDraft => {
  const [crl] = target.crls;
  if (!crl) throw new Error('every authority has a CRL');
  return crl;
};
const revokeIn = (chain: ChainDraft, index: number, reason?: CrlEntryInput['reason']) => {
  const list = index === 0 ? chain.root.revoked : crlOf(level(chain.levels, index - 1)).revoked;
  list.push(entry(level(chain.levels, index), reason));
};
const scope = (chain: ChainDraft, input: Parameters<typeof crlExt.issuingDistributionPoint>[0]) =>
  void crlOf(issuerOf(chain)).extensions.push(crlExt.issuingDistributionPoint(input));

function addDelta(chain: ChainDraft, base: number, reason: CrlEntryInput['reason']): void {
  const issuer = issuerOf(chain);
  crlOf(issuer).extensions.push(crlExt.freshestCrl(['http://a.test/delta.crl']));
  leafOf(chain).more.set(OID.freshestCrl, ext.freshestCrl(['http://a.test/delta.crl']));
  const delta = newCrl(issuer.signer, [entry(leafOf(chain), reason)]);
  issuer.crls.push({ ...delta, number: 11, extensions: [crlExt.deltaCrlIndicator(base)] });
}

const crl = ofGroup('crl', {
  'good with CRLs': () => {},
  'leaf revoked': (chain) => revokeIn(chain, chain.levels.length - 1),
  'leaf on hold': (chain) => revokeIn(chain, chain.levels.length - 1, 'certificateHold'),
  'authority revoked': (chain, random) => revokeIn(chain, Math.floor(random() * (chain.levels.length - 1)), 'cACompromise'),
  'another serial number revoked': (chain) => void crlOf(issuerOf(chain)).revoked.push({ serial: Uint8Array.of(9, 9), revokedAt: days(-2) }),
  'CRL stale': (chain, random) => void Object.assign(crlOf(authorityOf(chain, random)), { thisUpdate: days(-9), nextUpdate: days(-8) }),
  'CRL not yet valid': (chain, random) => void Object.assign(crlOf(authorityOf(chain, random)), { thisUpdate: days(1), nextUpdate: days(2) }),
  'CRL signature bit': (chain, random) => void (crlOf(authorityOf(chain, random)).tamper = true),
  'CRL missing': (chain, random) => void (authorityOf(chain, random).crls = []),
  'CRL by another key': (chain, random) => {
    const list = crlOf(issuerOf(chain));
    while (list.signer === issuerOf(chain).signer || Buffer.compare(list.signer.spki, issuerOf(chain).signer.spki) === 0) list.signer = signerOf(random);
  },
  'CRL with unknown critical extension': (chain) => void crlOf(issuerOf(chain)).extensions.push(unknown(true)),
  'CRL with unknown extension': (chain) => void crlOf(issuerOf(chain)).extensions.push(unknown(false)),
  'authority without cRLSign': (chain, random) => void (authorityOf(chain, random).keyUsage = ['keyCertSign']),
  'CRL for users only': (chain) => scope(chain, { onlyUserCertificates: true }),
  'CRL for authorities only': (chain) => scope(chain, { onlyCaCertificates: true }),
  'CRL of the named point': (chain) => {
    leafOf(chain).more.set(OID.crlDistributionPoints, ext.crlDistributionPoints(['http://a.test/1']));
    scope(chain, { names: [uri('http://a.test/1')] });
  },
  'CRL of another point': (chain) => {
    leafOf(chain).more.set(OID.crlDistributionPoints, ext.crlDistributionPoints(['http://a.test/1']));
    scope(chain, { names: [uri('http://a.test/2')] });
  },
  'revoked in a delta': (chain) => addDelta(chain, 10, 'keyCompromise'),
  'released in a delta': (chain) => {
    revokeIn(chain, chain.levels.length - 1, 'certificateHold');
    addDelta(chain, 10, 'removeFromCRL');
  },
  'revoked in a delta for a later base': (chain) => addDelta(chain, 11, 'keyCompromise'),
});

const map = (from: string, to: string) => ext.policyMappings([{ issuerDomainPolicy: from, subjectDomainPolicy: to }]);

const policy = ofGroup('explicit-policy', {
  'good with policies': () => {},
  'policy missing': (chain, random) => void (anyOf(chain, random).policies = []),
  'policy another': (chain, random) => void (anyOf(chain, random).policies = [silver]),
  'policy any': (chain, random) => void (anyOf(chain, random).policies = [OID.anyPolicy]),
  'policy one of two': (chain, random) => void anyOf(chain, random).policies.push(silver),
  'policy any inhibited': (chain) => {
    level(chain.levels, 0).more.set(OID.inhibitAnyPolicy, ext.inhibitAnyPolicy(0));
    leafOf(chain).policies = [OID.anyPolicy];
  },
  'policy any inhibited later': (chain) => {
    level(chain.levels, 0).more.set(OID.inhibitAnyPolicy, ext.inhibitAnyPolicy(9));
    leafOf(chain).policies = [OID.anyPolicy];
  },
  'policy mapped': (chain) => {
    issuerOf(chain).more.set(OID.policyMappings, map('1.3.6.1.4.1.99999.1', silver));
    leafOf(chain).policies = [silver];
  },
  'policy mapped away': (chain) => void issuerOf(chain).more.set(OID.policyMappings, map('1.3.6.1.4.1.99999.1', silver)),
  'policy mapped where mapping is inhibited': (chain) => {
    const issuer = issuerOf(chain);
    issuer.more.set(OID.policyMappings, map('1.3.6.1.4.1.99999.1', silver));
    level(chain.levels, 0).more.set(OID.policyConstraints, ext.policyConstraints({ inhibitPolicyMapping: 0 }));
    leafOf(chain).policies = [silver];
  },
  'any policy mapped': (chain) => void issuerOf(chain).more.set(OID.policyMappings, map(OID.anyPolicy, silver)),
  'policy required': (chain, random) => void authorityOf(chain, random).more.set(OID.policyConstraints, ext.policyConstraints({ requireExplicitPolicy: 0 })),
});

const usages = (target: LevelDraft, ...purposes: string[]) => void target.more.set(OID.extendedKeyUsage, ext.extendedKeyUsage(purposes));

const purpose = ofGroup('purpose', {
  'good for clients': (chain) => usages(leafOf(chain), OID.clientAuth),
  'no purposes named': () => {},
  'purpose mail only': (chain) => usages(leafOf(chain), OID.emailProtection),
  'purpose any': (chain) => usages(leafOf(chain), OID.anyExtendedKeyUsage),
  'authority for clients': (chain, random) => usages(authorityOf(chain, random), OID.clientAuth, OID.emailProtection),
  'authority for mail only': (chain, random) => usages(authorityOf(chain, random), OID.emailProtection),
  'authority for any purpose': (chain, random) => usages(authorityOf(chain, random), OID.anyExtendedKeyUsage),
  'leaf may only encipher': (chain) => void (leafOf(chain).keyUsage = ['keyEncipherment']),
});

export const mutations: readonly Mutation[] = [...plain, ...crl, ...policy, ...purpose];
