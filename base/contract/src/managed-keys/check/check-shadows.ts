import { certificateRulesOf } from '../choose-certificate.ts';
import { finding, type Finding } from '../finding.ts';
import { parseHostRule, type HostRule } from '../host-rule.ts';
import { hostMatches } from '../match-host-rule.ts';
import type { Subject } from './subject.ts';

/** Rules that never win, since one before them holds for all that they hold for; and rules in vain behind a tunnel. */
export function checkShadows({ value }: Subject): Finding[] {
  const rules = certificateRulesOf(value.pairs, [])
    .sort((a, b) => a.n - b.n)
    .flatMap((one) => {
      const parsed = parseHostRule(one.rule, one.family === 'web' ? 'anywhere' : 'host');
      return parsed.ok ? [{ ...one, parsed: parsed.rule }] : [];
    });
  return rules.flatMap((rule, i) => {
    const field = `pairs.${value.pairs.findIndex(({ key }) => key === rule.ruleKey)}.value`;
    const before = rules.slice(0, i).find((other) => other.family === rule.family && covers(other.parsed, rule.parsed));
    const tunnel = value.tunnels.find(
      ({ kind, host }) => kind === 'http' && hostMatches(host.toLowerCase(), rule.parsed.host),
    );
    return [
      ...(before
        ? [
            finding(
              'warning',
              'rule_never_wins',
              field,
              `${rule.ruleKey} never wins: ${before.ruleKey} comes before it and holds for all of it.`,
              `Give “${rule.rule}” a lower number than “${before.rule}”.`,
            ),
          ]
        : []),
      ...(tunnel && rule.family === 'library'
        ? [
            finding(
              'warning',
              'rule_in_tunnel',
              field,
              `${rule.ruleKey} has no effect: ${tunnel.host} goes through AppTunnel for HTTP/S.`,
              'Use a TCP tunnel there, or remove the rule.',
            ),
          ]
        : []),
    ];
  });
}

/** Whether one rule holds wherever another does. Patterns inside of patterns are not judged. */
function covers(wide: HostRule, narrow: HostRule): boolean {
  const host =
    wide.host === narrow.host ||
    (!narrow.host.includes('*') && hostMatches(wide.host, narrow.host)) ||
    isWithin(wide.host, narrow.host);
  const port = wide.port === null || wide.port === narrow.port;
  const path =
    wide.path === '' ||
    (!wide.path.includes('*') && (narrow.path === wide.path || narrow.path.startsWith(`${wide.path}/`)));
  return host && port && path;
}

/** `*.a.example` within `*.example`. */
const isWithin = (wide: string, narrow: string): boolean =>
  wide.startsWith('*.') &&
  narrow.startsWith('*.') &&
  !wide.slice(2).includes('*') &&
  narrow.slice(2).endsWith(`.${wide.slice(2)}`);
