import type { AppView } from '@lanyard/contract';
import { substitutionView } from '@lanyard/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { adminCall, adminKey, pathOf } from '../../api/admin-call.ts';
import { Loaded } from '../../parts/loaded.tsx';
import type { Picked } from '../../parts/picker.tsx';
import { devicesSource, Picker } from '../../parts/picker.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { useValueOfDraft } from './use-findings.ts';

type Line = z.infer<typeof substitutionView>['pairs'][number];

const columns: readonly Column<Line>[] = [
  { key: 'key', title: 'Key', cell: ({ key }) => key },
  { key: 'written', title: 'Written', cell: ({ written }) => written },
  { key: 'delivered', title: 'On this device', cell: ({ delivered }) => (delivered === '' ? 'empty' : delivered) },
  {
    key: 'notes',
    title: 'Note',
    cell: ({ empty, unknown }) =>
      [
        empty.length > 0 ? `Not known for this device: ${empty.join(', ')}.` : '',
        unknown.length > 0 ? `Nothing is called ${unknown.join(', ')}.` : '',
      ].join(' '),
  },
];

/** What the variables become on a chosen device. */
export function SubstitutionPreview({ app }: { readonly app: AppView }) {
  const [devices, setDevices] = useState<readonly Picked[]>([]);
  const value = useValueOfDraft();
  const device = devices[0];
  return (
    <details className="more">
      <summary>See what a device would be told</summary>
      <Picker label="Device" source={devicesSource} picked={devices} onChange={setDevices} single />
      {value === null && (
        <p>Finish the lines above first: each needs a key, and each certificate key its certificate.</p>
      )}
      {device !== undefined && value !== null && <Told app={app} deviceId={device.id} value={value} />}
    </details>
  );
}

interface ToldProps {
  readonly app: AppView;
  readonly deviceId: string;
  readonly value: NonNullable<ReturnType<typeof useValueOfDraft>>;
}

function Told({ app, deviceId, value }: ToldProps) {
  const found = useQuery({
    queryKey: adminKey('apps', app.id, 'substitution', deviceId, JSON.stringify(value)),
    queryFn: () =>
      adminCall(substitutionView, 'POST', `${pathOf('apps', app.id)}/configurations/substitution`, { deviceId, value }),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={found}>
      {({ pairs }) => (
        <Table
          caption="Values on this device"
          rows={pairs}
          rowKey={({ key }) => key}
          rowName={({ key }) => key}
          columns={columns}
        />
      )}
    </Loaded>
  );
}
