import type { CertificateDetail } from '@lanyard/contract';
import { certificateDetail } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { FactList } from '../../parts/fact-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { PersonLink } from '../../parts/person-link.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { certificateStates } from '../../words/act-words.ts';
import { FileLinks } from './file-links.tsx';
import { profileTitle } from './profile-titles.ts';
import { RecoverAct } from './recover-act.tsx';
import { ValidityBar } from './validity-bar.tsx';

/** One certificate taken apart; the whole of it on demand. */
export function CertificateScreen() {
  const certificate = useQuery(adminQuery(certificateDetail, pathOf('certificates', useParam('sha256'))));
  const mayRecover = useAllowed('escrow.recover');
  const { data } = certificate;
  return (
    <>
      <ScreenHead
        title={data === undefined ? 'Certificate' : `${profileTitle(data.profile)} certificate`}
        of={{ title: 'Certificates', path: '/admin/certificates' }}
        acts={mayRecover && data?.isEscrowed === true && <RecoverAct certificate={data} />}
      />
      <Loaded query={certificate}>{(found) => <Certificate certificate={found} />}</Loaded>
    </>
  );
}

const listed = (items: readonly string[]): string | null => (items.length === 0 ? null : items.join(', '));

function Certificate({ certificate }: { readonly certificate: CertificateDetail }) {
  const { serial, sha256, authority, subject, issuer, keyType, notBefore, notAfter, status, person } = certificate;
  const { revocationReason, revokedAt, names, deviceId, credentialId } = certificate;
  const { keyUsage, extendedKeyUsage, policies, isEscrowed, pem } = certificate;
  return (
    <>
      <p>
        <StateMark state={certificateStates[status]} />{' '}
        {revokedAt !== null && (
          <>
            {revocationReason}, <MaybeDate at={revokedAt} />
          </>
        )}
      </p>
      <Sheet title="Facts">
        <FactList
          facts={[
            { title: 'Subject', value: subject },
            { title: 'Issuer', value: <Link to={`/admin/authorities/${authority}`}>{issuer}</Link> },
            { title: 'Person', value: person === null ? 'a machine' : <PersonLink person={person} /> },
            {
              title: 'Serial number',
              value: (
                <>
                  <code>{serial}</code> <CopyButton text={serial} what="serial number" />
                </>
              ),
            },
            { title: 'Other names', value: listed(names) },
            { title: 'Key', value: keyType },
            { title: 'Key usage', value: listed(keyUsage) },
            { title: 'Extended key usage', value: listed(extendedKeyUsage) },
            { title: 'Policies', value: listed(policies) },
            { title: 'Private key', value: isEscrowed ? 'on the device, and in escrow' : 'on the device only' },
            {
              title: 'Credential',
              value: credentialId === null ? null : <Link to={`/admin/credentials/${credentialId}`}>Look at it</Link>,
            },
            {
              title: 'Device',
              value: deviceId === null ? null : <Link to={`/admin/devices/${deviceId}`}>Look at it</Link>,
            },
            { title: 'SHA-256', value: <code>{sha256}</code> },
          ]}
        />
        <ValidityBar notBefore={notBefore} notAfter={notAfter} />
        <FileLinks what="certificate" path={`certificates/${sha256}/file`} />
        <details className="fold">
          <summary>The whole certificate</summary>
          <pre className="raw">{pem}</pre>
        </details>
      </Sheet>
    </>
  );
}
