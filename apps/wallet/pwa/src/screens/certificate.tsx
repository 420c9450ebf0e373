import type { JSX } from 'react';
import { fromBase64, toPem } from '@lanyard/pki';
import { useModelState } from '../model/context.ts';
import { commonName, grouped, momentOf, PURPOSE_WORDS } from '../model/words.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Facts } from '../parts/facts.tsx';
import { Screen } from '../parts/screen.tsx';
import { NothingHere } from './nothing-here.tsx';

/** One certificate: what it is for, its serial number large, and the raw octets on demand. */
export function CertificateScreen({ sha256 }: { readonly sha256: string }): JSX.Element {
  const { overview } = useModelState();
  const certificate = overview.credentials
    .flatMap(({ certificates }) => certificates)
    .find((known) => known.sha256 === sha256);
  if (certificate === undefined) return <NothingHere />;
  const { name, use } = PURPOSE_WORDS[certificate.purpose];
  const pem = toPem('CERTIFICATE', fromBase64(certificate.der));
  return (
    <Screen title={name}>
      <p className="lead">{use}</p>
      <section className="serial">
        <h2>Serial number</h2>
        <p className="mono serial-number">{grouped(certificate.serial)}</p>
        <CopyButton text={certificate.serial} what="serial number" />
      </section>
      <Facts
        facts={[
          ['Issued to', commonName(certificate.subject)],
          ['Issued by', commonName(certificate.issuer)],
          ['Valid from', momentOf(certificate.notBefore)],
          ['Valid until', momentOf(certificate.notAfter)],
          ['Key', certificate.key],
          ['Subject', certificate.subject],
          ['Issuer', certificate.issuer],
          [
            'SHA-256',
            <span key="sha256" className="mono">
              {grouped(certificate.sha256)}
            </span>,
          ],
        ]}
      />
      <details className="details raw">
        <summary>Raw certificate (PEM)</summary>
        {/* A region that scrolls must be reachable without a mouse. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above */}
        <pre tabIndex={0} aria-label="Raw certificate">
          {pem}
        </pre>
        <CopyButton text={pem} what="raw certificate" />
      </details>
    </Screen>
  );
}
