import type { CredentialRow, DeviceRow, RequestRow } from '@lanyard/contract';
import { credentialListPage, deviceListPage, requestListPage } from '@lanyard/contract';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import type { Column } from '../../parts/table.tsx';
import { credentialStates } from '../../words/credential-state-words.ts';
import { deviceStateWords, requestStateWords } from '../../words/device-words.ts';
import { platformTitles } from '../../words/platform-words.ts';
import { providerTitles } from '../../words/provider-words.ts';

const deviceColumns: readonly Column<DeviceRow>[] = [
  { key: 'name', title: 'Device', sort: 'name', cell: ({ name }) => name },
  {
    key: 'platform',
    title: 'Platform',
    cell: ({ platform, osVersion }) => `${platformTitles[platform]} ${osVersion}`,
  },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={deviceStateWords[state]} /> },
  {
    key: 'registeredAt',
    title: 'Registered',
    sort: 'registeredAt',
    cell: ({ registeredAt }) => <DateText at={registeredAt} />,
  },
  {
    key: 'lastCheckInAt',
    title: 'Last check-in',
    sort: 'lastCheckInAt',
    cell: ({ lastCheckInAt }) => <MaybeDate at={lastCheckInAt} none="never" />,
  },
];

export const PersonDevices = ({ id }: { readonly id: string }) => (
  <DataTable
    noun="devices"
    csv
    path="devices"
    page={deviceListPage}
    fixed={{ person: id }}
    columns={deviceColumns}
    rowKey={(row) => row.id}
    rowName={({ name }) => name}
    link={(row) => `/admin/devices/${row.id}`}
    empty={
      <EmptyState title="No device yet">
        <p>A phone appears here once it is registered with the PIN that the self-service portal shows.</p>
      </EmptyState>
    }
  />
);

const credentialColumns: readonly Column<CredentialRow>[] = [
  { key: 'name', title: 'Credential', cell: ({ name }) => name },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={credentialStates[state]} /> },
  { key: 'device', title: 'Device', cell: ({ device }) => device?.name ?? '' },
  { key: 'provider', title: 'Provider', cell: ({ provider }) => providerTitles[provider] },
  { key: 'createdAt', title: 'Made', sort: 'createdAt', cell: ({ createdAt }) => <DateText at={createdAt} /> },
  { key: 'expiresAt', title: 'Expires', sort: 'expiresAt', cell: ({ expiresAt }) => <DateText at={expiresAt} /> },
];

export const PersonCredentials = ({ id }: { readonly id: string }) => (
  <DataTable
    noun="credentials"
    csv
    path="credentials"
    page={credentialListPage}
    fixed={{ person: id }}
    columns={credentialColumns}
    rowKey={(row) => row.id}
    rowName={({ name }) => name}
    link={(row) => `/admin/credentials/${row.id}`}
    empty={
      <EmptyState title="No derived credential yet">
        <p>It is made when the person activates a phone with the password that the self-service portal shows.</p>
      </EmptyState>
    }
  />
);

const requestColumns: readonly Column<RequestRow>[] = [
  { key: 'createdAt', title: 'Requested', sort: 'createdAt', cell: ({ createdAt }) => <DateText at={createdAt} /> },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={requestStateWords[state]} /> },
  { key: 'name', title: 'Name', cell: ({ name }) => name },
  {
    key: 'wrong',
    title: 'Wrong passwords',
    cell: ({ wrongPasswords, wrongLimit }) => `${wrongPasswords} of ${wrongLimit}`,
    number: true,
  },
  { key: 'expiresAt', title: 'Until', cell: ({ expiresAt }) => <DateText at={expiresAt} /> },
  { key: 'device', title: 'Device', cell: ({ device }) => device?.name ?? '' },
];

export const PersonRequests = ({ id }: { readonly id: string }) => (
  <DataTable
    noun="requests"
    csv
    path="requests"
    page={requestListPage}
    fixed={{ person: id }}
    columns={requestColumns}
    rowKey={(row) => row.id}
    rowName={({ name }) => name}
    empty={
      <EmptyState title="No request yet">
        <p>The person makes one in the self-service portal, with the card in the reader.</p>
      </EmptyState>
    }
  />
);
