import type { RunningServer } from '@lanyard/server';

/**
 * What to open and type to do the main job by hand, in a screenful.
 * @param startedElsewhere the data folder is not the usual one, so that commands must be told
 */
export function startText(
  { config, urls, cards, masterKeyMade, startedIn, firstLink }: RunningServer,
  startedElsewhere: boolean,
): string {
  const key = masterKeyMade
    ? `
  The master key is new: ${config.masterKeyFile}
  It opens the authority's keys. Back it up apart from the data: if it is lost, every key of the authority is lost with it.
`
    : '';
  const first =
    firstLink === null
      ? ''
      : `
  Nobody is administrator yet. This link makes the first one; it is good once, until ${firstLink.expiresAt.toISOString()}:
  ${firstLink.url}
  Another one at any time: lanyard admin link
`;
  const command = (words: string): string =>
    `npm run lanyard -- ${words}${startedElsewhere ? ` --data ${config.dataFolder}` : ''}`;
  const demo = config.demo
    ? `
  The main job by hand
  1  Import ${cards.folder}/ada.vega.p12 into your browser; its password is "${cards.password}".
     (Chromium: Settings > Privacy and security > Security > Manage certificates; Firefox: Settings > Certificates.)
  2  Open the portal and choose "Sign in with Certificate", then the "PIV Authentication" certificate.
     The browser warns of the card host's certificate: it is of the demo's own root. Go on, or trust the root first:
     ${command('demo trust')}
  3  Choose "Request PIN and Derived Credential" and leave the page open.
  4  Open the wallet in another window: user name, registration PIN, a passcode, then the activation password and a PIN.
     ${config.host === 'localhost' ? 'A real phone cannot reach "localhost": "demo trust" says how to start for one.' : 'Or scan the QR code with a phone that trusts the root.'}
  5  Take it away again, by ending the card that it stands on: ${command('card revoke ada.vega')}
  6  See the other side: ${urls.portal}/admin, as ada.vega (administrator), ben.okafor (auditor) or chloe.lind (help desk).
  Cards that must be refused lie beside it: bad-revoked, bad-expired, bad-no-upn, bad-unknown-issuer, bad-unknown-person.
`
    : '';
  return `
Lanyard runs (started in ${(startedIn / 1000).toFixed(1)} s).

  Portal   ${urls.portals.join('      ')}
  Wallet   ${urls.wallets.join('      ')}
  CRL, OCSP, CA certificates   ${urls.status}
  Enrolment   ${urls.est} (EST)   ${urls.status}/scep/derived (SCEP)
  Data     ${config.databaseUrl ? 'the database of DATABASE_URL' : config.dataFolder}
  Keys     ${config.masterKeyFile} opens them: keep a copy apart from the data
${key}${first}${demo}
  Log      ${config.logFile ?? 'standard output'}
  Ctrl-C stops everything; the data stay. Mails to people: ${config.smtp ? config.smtp.url.replace(/\/\/.*@/, '//') : `${config.dataFolder}/mail`}
`;
}
