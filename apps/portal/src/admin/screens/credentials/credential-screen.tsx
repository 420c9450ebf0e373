import type { AdminCredentialView } from '@lanyard/contract';
import { adminCredentialView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { FactList } from '../../parts/fact-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { PersonLink } from '../../parts/person-link.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { purposeTitles } from '../../words/act-words.ts';
import { credentialStates } from '../../words/credential-state-words.ts';
import { providerTitles } from '../../words/provider-words.ts';
import { CredentialActs } from './credential-acts.tsx';

/** One derived credential: what it is, on what, with which certificates, and what can be done. */
export function CredentialScreen() {
  const credential = useQuery(adminQuery(adminCredentialView, pathOf('credentials', useParam('id'))));
  const mayWrite = useAllowed('credentials.write');
  const { data } = credential;
  return (
    <>
      <ScreenHead
        title={data?.name ?? 'Derived credential'}
        of={{ title: 'Derived credentials', path: '/admin/credentials' }}
        acts={mayWrite && data !== undefined && <CredentialActs credential={data} />}
      />
      <Loaded query={credential}>{(found) => <Credential credential={found} />}</Loaded>
    </>
  );
}

type Certificate = AdminCredentialView['certificates'][number];

const columns: readonly Column<Certificate>[] = [
  { key: 'purpose', title: 'Purpose', cell: ({ purpose }) => purposeTitles[purpose] },
  { key: 'serial', title: 'Serial number', cell: ({ serial }) => <code>{serial}</code> },
  { key: 'notAfter', title: 'Expires', cell: ({ notAfter }) => <DateText at={notAfter} /> },
  { key: 'issuer', title: 'Issuer', cell: ({ issuer }) => issuer },
];

function Credential({ credential }: { readonly credential: AdminCredentialView }) {
  const { state, stateReason, person, device, provider, createdAt, issuedAt, expiresAt, endedAt } = credential;
  return (
    <>
      <p>
        <StateMark state={credentialStates[state]} /> {stateReason ?? nextStep(state)}
      </p>
      <Sheet title="Facts">
        <FactList
          facts={[
            { title: 'Person', value: <PersonLink person={person} /> },
            { title: 'Device', value: <Link to={`/admin/devices/${device.id}`}>{device.name}</Link> },
            { title: 'Provider', value: providerTitles[provider] },
            { title: 'Requested', value: <DateText at={createdAt} /> },
            { title: 'Confirmed by the device', value: <MaybeDate at={issuedAt} none="not yet" /> },
            { title: 'Expires', value: <DateText at={expiresAt} /> },
            { title: 'Ended', value: endedAt === null ? null : <DateText at={endedAt} /> },
          ]}
        />
      </Sheet>
      <Sheet title="Certificates">
        {credential.certificates.length === 0 ? (
          <p>None is made yet. The phone makes its keys once the activation password was accepted.</p>
        ) : (
          <Table
            caption="Certificates"
            rows={credential.certificates}
            columns={columns}
            rowKey={({ sha256 }) => sha256}
            rowName={({ purpose }) => purposeTitles[purpose]}
            link={({ sha256 }) => (provider === 'lanyard' ? `/admin/certificates/${sha256}` : null)}
          />
        )}
      </Sheet>
    </>
  );
}

const nextStep = (state: AdminCredentialView['state']): string =>
  state === 'issuing' ? 'The phone is finishing it. Have the person open the wallet.' : 'Nothing is to be done.';
