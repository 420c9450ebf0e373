import type { Credentials } from '@lanyard/credentials';
import type { Directory } from '@lanyard/directory';
import type { Fleet } from '@lanyard/fleet';
import type { Issuer } from '@lanyard/issuer';
import type { OthersPort } from '@lanyard/overview';
import type { Signin } from '@lanyard/signin';

/** The line of authorities that derived credentials are asked of. */
const DERIVED_LINE = 'derived';

interface Needs {
  readonly credentials: Pick<Credentials, 'enabledProviders'>;
  readonly directory: Pick<Directory, 'setting' | 'settingsOf'>;
  readonly fleet: Pick<Fleet, 'wouldAdmit'>;
  readonly issuer: Pick<Issuer, 'authorities'>;
  readonly signin: Pick<Signin, 'primaryStatus' | 'trustsIssuerOf' | 'wouldSignIn'>;
}

/** What overview asks of the others to simulate the main job. None of it changes anything. */
export const overviewOthers = (
  { credentials, directory, fleet, issuer, signin }: Needs,
  isSigningFrozen: () => Promise<boolean>,
): OthersPort => ({
  setting: (personId, kind) => directory.setting(personId, kind),
  settingsOf: (kind) => directory.settingsOf(kind),
  wouldSignIn: (asked) => signin.wouldSignIn(asked),
  cardStatus: (certificate) => signin.primaryStatus(certificate),
  trustsIssuerOf: (upn, own, all) => signin.trustsIssuerOf(upn, own, all),
  wouldAdmit: (setting, reported, activeDevices) => fleet.wouldAdmit(setting, reported, activeDevices),
  derivedLine: DERIVED_LINE,
  isSigningFrozen,
  enabledProviders: () => credentials.enabledProviders(),
  async authorities() {
    return (await issuer.authorities()).map(({ id, line, activeFrom, certificate, key }) => ({
      id,
      line,
      activeFrom,
      notAfter: certificate.notAfter,
      offline: key === 'offline',
    }));
  },
});
