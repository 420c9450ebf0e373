import { type Bytes, type Fetcher, parseCertificate } from '@lanyard/pki';
import { allAnchors, trustOf } from './card/trust.ts';
import { validateCard } from './card/validate-card.ts';
import type { SigninPorts } from './ports.ts';

export type PrimaryStatus = 'good' | 'revoked' | 'on_hold' | 'expired' | 'unknown';

/**
 * What is known of a card certificate now, by the anchors that any setting trusts now. Only what concerns the
 * certificate itself is an answer; trouble further up its path, or with the network, is `unknown` and ends nothing.
 * @param certificate DER, as it was proved at a sign-in
 */
export async function primaryStatus(ports: SigninPorts, fetcher: Fetcher, certificate: Bytes): Promise<PrimaryStatus> {
  const parsed = parseCertificate(certificate);
  if (parsed.notAfter < ports.clock.now()) return 'expired';
  const trust = trustOf(await ports.directory.settingsOf('portal_authentication'), ports.log);
  const result = await validateCard(
    ports,
    fetcher,
    { certificate: parsed, intermediates: trust.intermediates },
    allAnchors(trust),
  );
  if (result.accepted) return 'good';
  const { code, index } = result.refusal;
  return index === 0 && (code === 'revoked' || code === 'on_hold') ? code : 'unknown';
}
