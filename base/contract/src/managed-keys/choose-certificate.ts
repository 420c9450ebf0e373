import { parseHostRule } from './host-rule.ts';
import { hostMatches, mismatchOf, type Mismatch } from './match-host-rule.ts';
import { recogniseKey } from './recognise-key.ts';
import { parseWebAddress, type WebAddress } from './web-address.ts';

/** One numbered rule of an app configuration, with what its certificate key holds. */
export interface CertificateRule {
  /** `web` for `IdCertificate_N`, `library` for `MI_AC_CLIENT_CERT_N`. */
  readonly family: 'web' | 'library';
  readonly n: number;
  readonly ruleKey: string;
  readonly rule: string;
  readonly certificateKey: string;
  /** Name of the configuration that the certificate key names; null when there is no such key. */
  readonly certificate: string | null;
  /** Whether the device has it; null when no device was asked for. */
  readonly present: boolean | null;
}

/** Where the app's connections go through a gateway. */
export interface TunnelRule {
  readonly host: string;
  /** `http`: AppTunnel for HTTP/S, in which no certificate of the app can be shown (APP-057). */
  readonly kind: 'http' | 'tcp';
}

export type Verdict = 'wins' | 'would match' | 'does not match' | 'no certificate' | 'not on the device' | 'invalid';

export interface TriedRule {
  readonly key: string;
  readonly rule: string;
  readonly certificateKey: string;
  readonly certificate: string | null;
  readonly verdict: Verdict;
  readonly why: string;
}

export interface CertificateDecision {
  readonly url: string;
  /** The key whose certificate is shown, and the configuration it names; null when none is. */
  readonly shown: { readonly certificateKey: string; readonly certificate: string } | null;
  readonly why: string;
  /** Every rule in the order in which it was tried. */
  readonly tried: readonly TriedRule[];
}

const WHY: Record<Mismatch, (rule: string, url: WebAddress) => string> = {
  host: (rule, url) => `The host ${url.hostname} does not match ${rule}.`,
  port: (rule, url) => `The rule ${rule} names another port than ${url.host}.`,
  path: (rule, url) => `The path ${url.pathname} does not lie under that of ${rule}.`,
};

/**
 * Which certificate an app shows at an address, and the whole decision. Rules are tried by number; the first that
 * matches and has its certificate wins. Nothing is shown where there is no TLS handshake to show it in.
 * @param address as typed; without a scheme https is meant
 */
export function chooseCertificate(
  address: string,
  rules: readonly CertificateRule[],
  tunnels: readonly TunnelRule[] = [],
): CertificateDecision {
  const url = addressOf(address);
  if (url === null) return { url: address, shown: null, why: 'This is no web address.', tried: [] };
  const tried: TriedRule[] = [];
  let winner: TriedRule | null = null;
  for (const rule of [...rules].sort((a, b) => a.n - b.n)) {
    const one = tryRule(rule, url, tunnels, winner);
    tried.push(one);
    if (one.verdict === 'wins') winner = one;
  }
  return { url: url.href, shown: shownBy(winner), why: winner?.why ?? reasonForNone(url, tried), tried };
}

function shownBy(winner: TriedRule | null): CertificateDecision['shown'] {
  if (winner === null || winner.certificate === null) return null;
  return { certificateKey: winner.certificateKey, certificate: winner.certificate };
}

function tryRule(
  rule: CertificateRule,
  url: WebAddress,
  tunnels: readonly TunnelRule[],
  winner: TriedRule | null,
): TriedRule {
  const { ruleKey, certificateKey, certificate } = rule;
  const is = (verdict: Verdict, why: string): TriedRule => ({
    key: ruleKey,
    rule: rule.rule,
    certificateKey,
    certificate,
    verdict,
    why,
  });
  const parsed = parseHostRule(rule.rule, rule.family === 'web' ? 'anywhere' : 'host');
  if (!parsed.ok) return is('invalid', parsed.words);
  const mismatch = mismatchOf(parsed.rule, url);
  if (mismatch !== null) return is('does not match', WHY[mismatch](rule.rule, url));
  const hindrance = hindranceOf(rule, url, tunnels);
  if (hindrance !== null) return is('does not match', hindrance);
  if (certificate === null) return is('no certificate', `There is no ${certificateKey} to go with this rule.`);
  if (rule.present === false)
    return is('not on the device', `The device does not have the certificate of “${certificate}” yet.`);
  if (winner !== null) return is('would match', `${winner.key} comes before it and matches too.`);
  return is('wins', `${ruleKey} is the first rule that matches, and ${certificateKey} goes with it.`);
}

/** Why a matching rule shows nothing on such a connection. */
function hindranceOf({ family }: CertificateRule, url: WebAddress, tunnels: readonly TunnelRule[]): string | null {
  if (url.protocol === 'http:') return 'Over plain HTTP there is no handshake in which a certificate could be shown.';
  const tunnel = tunnels.find(({ host }) => hostMatches(host.toLowerCase(), url.hostname));
  if (family === 'library' && tunnel?.kind === 'http')
    return `The connection goes through AppTunnel for HTTP/S (${tunnel.host}), which shows no certificate of the app.`;
  return null;
}

function reasonForNone(url: WebAddress, tried: readonly TriedRule[]): string {
  if (url.protocol === 'http:') return 'Over plain HTTP no certificate is shown.';
  if (tried.length === 0) return 'The app configuration has no rule for certificates.';
  const near = tried.find(({ verdict }) => verdict === 'no certificate' || verdict === 'not on the device');
  return near?.why ?? 'No rule matches this address.';
}

function addressOf(address: string): WebAddress | null {
  const typed = address.trim();
  const url = parseWebAddress(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : null;
}

/**
 * The rules in an app configuration: a rule key and the certificate key of the same number belong together.
 * @param present whether the device has the certificate of a configuration; left out when none is meant
 */
export function certificateRulesOf(
  pairs: readonly { readonly key: string; readonly value: string }[],
  certificates: readonly { readonly key: string; readonly name: string }[],
  present?: (name: string) => boolean,
): CertificateRule[] {
  return pairs.flatMap(({ key, value }) => {
    const found = recogniseKey(key);
    if (found.is !== 'known' || found.key.value.is !== 'rule' || found.n === null) return [];
    const family = found.key.name === 'IdCertificate_N_host' ? ('web' as const) : ('library' as const);
    const certificateKey = family === 'web' ? `IdCertificate_${found.n}` : `MI_AC_CLIENT_CERT_${found.n}`;
    const certificate = certificates.find((c) => c.key === certificateKey)?.name ?? null;
    const known = certificate !== null && present !== undefined ? present(certificate) : null;
    return [{ family, n: found.n, ruleKey: key, rule: value, certificateKey, certificate, present: known }];
  });
}
