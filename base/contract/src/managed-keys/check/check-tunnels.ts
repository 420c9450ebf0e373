import { finding, type Finding } from '../finding.ts';
import { parseHostRule } from '../host-rule.ts';
import { checkReference, refusalOf } from './check-certificates.ts';
import type { Subject } from './subject.ts';

/** AppTunnel rules: what is reached through a gateway, and what proves the person to it (ADM-096, EPM-011). */
export const checkTunnels = (subject: Subject): Finding[] =>
  subject.value.tunnels.flatMap(({ host, gateway, identityId }, i) => [
    ...checkPattern(`tunnels.${i}.host`, host),
    ...checkGateway(`tunnels.${i}.gateway`, gateway),
    ...(identityId === null ? [] : checkIdentity(subject, `tunnels.${i}.identityId`, identityId)),
  ]);

function checkPattern(field: string, text: string): Finding[] {
  if (text === '*') return []; // everything through the gateway is a known way to use it
  const parsed = parseHostRule(text, 'host');
  const words = parsed.ok
    ? parsed.rule.path === ''
      ? null
      : 'A tunnel leads to a host, not to a path.'
    : parsed.words;
  return words === null
    ? []
    : [finding('error', 'tunnel_host_invalid', field, words, 'Write a host or a pattern, as *.mycompany.com.')];
}

function checkGateway(field: string, text: string): Finding[] {
  const parsed = parseHostRule(text, 'host');
  if (parsed.ok && parsed.rule.path === '' && !parsed.rule.host.includes('*')) return [];
  return [
    finding(
      'error',
      'tunnel_gateway_invalid',
      field,
      `“${text}” is not the name of one gateway.`,
      'Write its host name, and the port where it is not 443.',
    ),
  ];
}

function checkIdentity({ app, references }: Subject, field: string, id: string): Finding[] {
  const refused = refusalOf(app);
  if (refused !== null) return [{ ...refused, field }];
  const named = references.get(id);
  const found = checkReference(app, field, named, { is: 'identity', purpose: 'authentication' }, 'AppTunnel');
  if (named?.kind === 'client_provided_enrollment' && app.platform === 'android')
    found.push(
      finding(
        'warning',
        'tunnel_not_on_android',
        field,
        'Secure Apps Manager has no AppTunnel with a client-provided certificate: the rule has no effect.',
        'Leave the identity out on Android.',
      ),
    );
  return found;
}
