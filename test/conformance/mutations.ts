import { crlExt, type CrlEntryInput, ext, type GeneralName, OID } from '@lanyard/pki';
import { at, type ChainDraft, type CrlDraft, days, type LevelDraft, named, newCrl, signerOf } from './chain-draft.ts';
import { silver } from './draft-chain.ts';

/** Which options both judges get. */
export type Group = 'plain' | 'crl' | 'explicit-policy' | 'purpose';

export interface Mutation {
  readonly name: string;
  readonly group: Group;
  /** Ours must come out as one of these: `accepted` or a refusal code. */
  readonly expected: readonly string[];
  readonly apply: (chain: ChainDraft, random: () => number) => void;
}

/** A table of `name: expected|expected` and what is done to a chain. */
const ofGroup = (group: Group, table: Record<string, Mutation['apply']>): Mutation[] =>
  Object.entries(table).map(([title, apply]) => {
    const [name = '', expected = ''] = title.split(': ');
    return { name, group, expected: expected.split('|'), apply };
  });

const leafOf = ({ levels }: ChainDraft): LevelDraft => level(levels, levels.length - 1);
const issuerOf = ({ levels }: ChainDraft): LevelDraft => level(levels, levels.length - 2);
const anyOf = ({ levels }: ChainDraft, random: () => number): LevelDraft =>
  level(levels, Math.floor(random() * levels.length));
const authorityOf = ({ levels }: ChainDraft, random: () => number): LevelDraft =>
  level(levels, Math.floor(random() * (levels.length - 1)));

function level(levels: readonly LevelDraft[], index: number): LevelDraft {
  const found = levels[index];
  if (!found) throw new Error(`a chain has no level ${index}`);
  return found;
}

/** A signer with another key. */
function otherThan(signer: LevelDraft['signer'], random: () => number): LevelDraft['signer'] {
  for (;;) {
    const other = signerOf(random);
    if (Buffer.compare(other.spki, signer.spki) !== 0) return other;
  }
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
  'good: accepted': () => {},
  'signature bit: signature': (chain, random) => void (anyOf(chain, random).tamper = true),
  'signed by another key: signature|unsupported_algorithm': (chain, random) => {
    const target = anyOf(chain, random);
    target.by = otherThan(target.by, random);
  },
  'expired: expired': (chain, random) => void (anyOf(chain, random).notAfter = days(-1)),
  'not yet valid: not_yet_valid': (chain, random) => void (anyOf(chain, random).notBefore = days(1)),
  'first moment of validity: accepted': (chain, random) => void (anyOf(chain, random).notBefore = at),
  'last moment of validity: accepted': (chain, random) => void (anyOf(chain, random).notAfter = at),
  'authority flag false: not_ca': (chain, random) => void (authorityOf(chain, random).basicConstraints = { ca: false }),
  'no basic constraints: not_ca': (chain, random) => void (authorityOf(chain, random).basicConstraints = null),
  'path length too short: path_length|expired': (chain) => {
    const top = level(chain.levels, 0);
    const counted = chain.levels.slice(1, -1).filter((l) => Buffer.compare(l.name.der, l.issuer.der) !== 0).length;
    if (counted > 0) top.basicConstraints = { ca: true, pathLength: counted - 1 };
    else leafOf(chain).notAfter = days(-1);
  },
  'key usage without keyCertSign: key_usage': (chain, random) =>
    void (authorityOf(chain, random).keyUsage = ['cRLSign']),
  'no key usage: accepted': (chain, random) => void (anyOf(chain, random).keyUsage = null),
  'unknown critical extension: unknown_critical_extension': (chain, random) =>
    void anyOf(chain, random).more.set('1.2.3.5', unknown(true)),
  'unknown extension, not critical: accepted': (chain, random) =>
    void anyOf(chain, random).more.set('1.2.3.5', unknown(false)),
  'wrong issuer name: no_path': (chain, random) => void (anyOf(chain, random).issuer = named('Nobody')),
  'issuer name in other case: accepted': (chain) =>
    void (leafOf(chain).issuer = named(`${issuerOf(chain).name.rdns[1]?.[0]?.value.toUpperCase()}`)),
  'issuer name with other spaces: accepted': (chain) =>
    void (leafOf(chain).issuer = named(` ${issuerOf(chain).name.rdns[1]?.[0]?.value.replaceAll(' ', '   ')} `)),
  'wrong authority key identifier: accepted': (chain) => void (leafOf(chain).authorityKey = Uint8Array.of(1, 2, 3)),
  'missing authority: no_path|signature': (chain) => void chain.levels.splice(chain.levels.length - 2, 1),
  'dns name permitted: accepted': (chain) => (
    names(chain, dns('a.b.permitted.test')),
    constrain(chain, { permitted: [dns('permitted.test')] })
  ),
  'dns name not permitted: name_constraint': (chain) => (
    names(chain, dns('a.notpermitted.test')),
    constrain(chain, { permitted: [dns('permitted.test')] })
  ),
  'dns name excluded: name_constraint': (chain) => (
    names(chain, dns('a.excluded.test')),
    constrain(chain, { excluded: [dns('excluded.test')] })
  ),
  'dns wildcard over an excluded name: name_constraint': (chain) => (
    names(chain, dns('*.example.test')),
    constrain(chain, { excluded: [dns('secret.example.test')] })
  ),
  'mail permitted: accepted': (chain) => (
    names(chain, mail('x@permitted.test')),
    constrain(chain, { permitted: [mail('permitted.test')] })
  ),
  'mail not permitted: name_constraint': (chain) => (
    names(chain, mail('x@sub.permitted.test')),
    constrain(chain, { permitted: [mail('permitted.test')] })
  ),
  'mail host below permitted: accepted': (chain) => (
    names(chain, mail('x@sub.permitted.test')),
    constrain(chain, { permitted: [mail('.permitted.test')] })
  ),
  'mail excluded: name_constraint': (chain) => (
    names(chain, mail('x@excluded.test')),
    constrain(chain, { excluded: [mail('excluded.test')] })
  ),
  'uri permitted: accepted': (chain) => (
    names(chain, uri('https://permitted.test/')),
    constrain(chain, { permitted: [uri('permitted.test')] })
  ),
  'uri not permitted: name_constraint': (chain) => (
    names(chain, uri('https://other.test/')),
    constrain(chain, { permitted: [uri('permitted.test')] })
  ),
  'uri excluded: name_constraint': (chain) => (
    names(chain, uri('https://a.excluded.test/')),
    constrain(chain, { excluded: [uri('.excluded.test')] })
  ),
  'uri without host: name_constraint': (chain) => (
    names(chain, uri('urn:uuid:00000000-0000-4000-8000-000000000000')),
    constrain(chain, { permitted: [uri('permitted.test')] })
  ),
  'uri with user part: name_constraint': (chain) => (
    names(chain, uri('https://permitted.test@other.test/')),
    constrain(chain, { permitted: [uri('permitted.test')] })
  ),
  'ip permitted: accepted': (chain) => (
    names(chain, ip(10, 1, 2, 3)),
    constrain(chain, { permitted: [ip(10, 0, 0, 0, 255, 0, 0, 0)] })
  ),
  'ip not permitted: name_constraint': (chain) => (
    names(chain, ip(11, 1, 2, 3)),
    constrain(chain, { permitted: [ip(10, 0, 0, 0, 255, 0, 0, 0)] })
  ),
  'ip excluded: name_constraint': (chain) => (
    names(chain, ip(10, 1, 2, 3)),
    constrain(chain, { excluded: [ip(10, 1, 0, 0, 255, 255, 0, 0)] })
  ),
  'directory name not permitted: name_constraint': (chain) =>
    constrain(chain, { permitted: [{ kind: 'directory', value: named('Elsewhere') }] }),
  'directory name excluded: name_constraint': (chain) =>
    constrain(chain, { excluded: [{ kind: 'directory', value: leafOf(chain).name }] }),
  'upn permitted: accepted': (chain) => (
    names(chain, upn('jane@agency.test')),
    constrain(chain, { permitted: [upn('@agency.test')] })
  ),
  'upn not permitted: name_constraint': (chain) => (
    names(chain, upn('jane@other.test')),
    constrain(chain, { permitted: [upn('@agency.test')] })
  ),
});

const entry = ({ serial }: LevelDraft, reason: CrlEntryInput['reason'] = 'keyCompromise'): CrlEntryInput => ({
  serial,
  revokedAt: days(-2),
  reason,
});
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
  'good with CRLs: accepted': () => {},
  'leaf revoked: revoked': (chain) => revokeIn(chain, chain.levels.length - 1),
  'leaf on hold: on_hold': (chain) => revokeIn(chain, chain.levels.length - 1, 'certificateHold'),
  'authority revoked: revoked': (chain, random) =>
    revokeIn(chain, Math.floor(random() * (chain.levels.length - 1)), 'cACompromise'),
  'another serial number revoked: accepted': (chain) =>
    void crlOf(issuerOf(chain)).revoked.push({ serial: Uint8Array.of(9, 9), revokedAt: days(-2) }),
  'CRL stale: status_unknown': (chain, random) =>
    void Object.assign(crlOf(authorityOf(chain, random)), { thisUpdate: days(-9), nextUpdate: days(-8) }),
  'CRL not yet valid: status_unknown': (chain, random) =>
    void Object.assign(crlOf(authorityOf(chain, random)), { thisUpdate: days(1), nextUpdate: days(2) }),
  'CRL signature bit: status_unknown': (chain, random) => void (crlOf(authorityOf(chain, random)).tamper = true),
  'CRL missing: status_unknown': (chain, random) => void (authorityOf(chain, random).crls = []),
  'CRL by another key: status_unknown': (chain, random) => {
    const list = crlOf(issuerOf(chain));
    list.signer = otherThan(list.signer, random);
  },
  'CRL with unknown critical extension: status_unknown': (chain) =>
    void crlOf(issuerOf(chain)).extensions.push(unknown(true)),
  'CRL with unknown extension: accepted': (chain) => void crlOf(issuerOf(chain)).extensions.push(unknown(false)),
  'authority without cRLSign: status_unknown': (chain, random) =>
    void (authorityOf(chain, random).keyUsage = ['keyCertSign']),
  'CRL for users only: accepted': (chain) => scope(chain, { onlyUserCertificates: true }),
  'CRL for authorities only: status_unknown': (chain) => scope(chain, { onlyCaCertificates: true }),
  'CRL of the named point: accepted': (chain) => {
    leafOf(chain).more.set(OID.crlDistributionPoints, ext.crlDistributionPoints(['http://a.test/1']));
    scope(chain, { names: [uri('http://a.test/1')] });
  },
  'CRL of another point: status_unknown': (chain) => {
    leafOf(chain).more.set(OID.crlDistributionPoints, ext.crlDistributionPoints(['http://a.test/1']));
    scope(chain, { names: [uri('http://a.test/2')] });
  },
  'revoked in a delta: revoked': (chain) => addDelta(chain, 10, 'keyCompromise'),
  'released in a delta: accepted': (chain) => {
    revokeIn(chain, chain.levels.length - 1, 'certificateHold');
    addDelta(chain, 10, 'removeFromCRL');
  },
  'revoked in a delta for a later base: accepted': (chain) => addDelta(chain, 11, 'keyCompromise'),
});

const map = (from: string, to: string) => ext.policyMappings([{ issuerDomainPolicy: from, subjectDomainPolicy: to }]);

const policy = ofGroup('explicit-policy', {
  'good with policies: accepted': () => {},
  'policy missing: policy': (chain, random) => void (anyOf(chain, random).policies = []),
  'policy another: policy': (chain, random) => void (anyOf(chain, random).policies = [silver]),
  'policy any: accepted': (chain, random) => void (anyOf(chain, random).policies = [OID.anyPolicy]),
  'policy one of two: accepted': (chain, random) => void anyOf(chain, random).policies.push(silver),
  'policy any inhibited: policy': (chain) => {
    level(chain.levels, 0).more.set(OID.inhibitAnyPolicy, ext.inhibitAnyPolicy(0));
    leafOf(chain).policies = [OID.anyPolicy];
  },
  'policy any inhibited later: accepted': (chain) => {
    level(chain.levels, 0).more.set(OID.inhibitAnyPolicy, ext.inhibitAnyPolicy(9));
    leafOf(chain).policies = [OID.anyPolicy];
  },
  'policy mapped: accepted': (chain) => {
    issuerOf(chain).more.set(OID.policyMappings, map('1.3.6.1.4.1.99999.1', silver));
    leafOf(chain).policies = [silver];
  },
  'policy mapped away: policy': (chain) =>
    void issuerOf(chain).more.set(OID.policyMappings, map('1.3.6.1.4.1.99999.1', silver)),
  'policy mapped where mapping is inhibited: policy': (chain) => {
    const issuer = issuerOf(chain);
    issuer.more.set(OID.policyMappings, map('1.3.6.1.4.1.99999.1', silver));
    level(chain.levels, 0).more.set(OID.policyConstraints, ext.policyConstraints({ inhibitPolicyMapping: 0 }));
    // The authority that inhibits may itself still map (RFC 5280 §6.1.4 (b) before (i)): under it alone nothing is asserted.
    leafOf(chain).policies = issuer === level(chain.levels, 0) ? [] : [silver];
  },
  'any policy mapped: policy': (chain) => void issuerOf(chain).more.set(OID.policyMappings, map(OID.anyPolicy, silver)),
  'policy required: accepted': (chain, random) =>
    void authorityOf(chain, random).more.set(
      OID.policyConstraints,
      ext.policyConstraints({ requireExplicitPolicy: 0 }),
    ),
});

const usages = (target: LevelDraft, ...purposes: string[]) =>
  void target.more.set(OID.extendedKeyUsage, ext.extendedKeyUsage(purposes));

const purpose = ofGroup('purpose', {
  'good for clients: accepted': (chain) => usages(leafOf(chain), OID.clientAuth),
  'no purposes named: accepted': () => {},
  'purpose mail only: extended_key_usage': (chain) => usages(leafOf(chain), OID.emailProtection),
  'purpose any: extended_key_usage': (chain) => usages(leafOf(chain), OID.anyExtendedKeyUsage),
  'authority for clients: accepted': (chain, random) =>
    usages(authorityOf(chain, random), OID.clientAuth, OID.emailProtection),
  'authority for mail only: extended_key_usage': (chain, random) =>
    usages(authorityOf(chain, random), OID.emailProtection),
  'authority for any purpose: accepted': (chain, random) => usages(authorityOf(chain, random), OID.anyExtendedKeyUsage),
  'leaf may only encipher: key_usage': (chain) => void (leafOf(chain).keyUsage = ['keyEncipherment']),
});

export const mutations: readonly Mutation[] = [...plain, ...crl, ...policy, ...purpose];
