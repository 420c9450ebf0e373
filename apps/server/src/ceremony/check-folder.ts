import {
  type Certificate,
  lintCertificate,
  lintCrl,
  parseCertificate,
  parseCrl,
  authorityRules,
  rootRules,
  signatureAlgorithmOf,
  type Verifier,
} from '@lanyard/pki';
import { type CeremonyFolder, readInstallationRecord, RECORDS } from './ceremony-folder.ts';

/**
 * Reads what was written, as somebody who trusts nobody would: every signature, every rule.
 * @throws Error naming the file
 */
export async function checkFolder(folder: CeremonyFolder, verifier: Verifier): Promise<void> {
  const record = readInstallationRecord(await folder.read('installation', RECORDS.installation));
  const root = parseCertificate(await folder.readPem('installation', record.root.certificate));
  await checkSigned(root.tbs, root, root, verifier, record.root.certificate);
  refuseErrors(lintCertificate(root, rootRules), record.root.certificate);
  for (const { certificate: name } of record.authorities) {
    const certificate = parseCertificate(await folder.readPem('installation', name));
    await checkSigned(certificate.tbs, certificate, root, verifier, name);
    refuseErrors(lintCertificate(certificate, authorityRules), name);
  }
  const crl = parseCrl(await folder.readPem('installation', record.root.crl));
  await checkSigned(crl.tbs, crl, root, verifier, record.root.crl);
  refuseErrors(lintCrl(crl), record.root.crl);
}

async function checkSigned(
  tbs: Certificate['tbs'],
  { signatureAlgorithm, signature }: Pick<Certificate, 'signatureAlgorithm' | 'signature'>,
  root: Certificate,
  verifier: Verifier,
  name: string,
): Promise<void> {
  const algorithm = signatureAlgorithmOf(signatureAlgorithm, root.publicKey);
  if (algorithm === undefined || !(await verifier.verify(algorithm, root.spki, tbs, signature)))
    throw new Error(`${name} is not signed by the root: nothing was kept`);
}

function refuseErrors(findings: ReturnType<typeof lintCertificate>, name: string): void {
  const [error] = findings.filter((f) => f.severity === 'error');
  if (error) throw new Error(`${name} breaks a rule: ${error.message} (${error.clause}); nothing was kept`);
}
