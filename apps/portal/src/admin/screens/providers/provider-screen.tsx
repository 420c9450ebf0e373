import type { ProviderView } from '@lanyard/contract';
import { providerView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { StateMark } from '../../../parts/state-mark.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { CheckList } from '../../parts/check-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { platformTitles } from '../../words/platform-words.ts';
import { DeleteProvider } from './delete-provider.tsx';
import { ProviderForm } from './provider-form.tsx';

const list = { title: 'Providers', path: '/admin/providers' };

/** One provider: where it can be used and why not elsewhere, and what is set of it. */
export function ProviderScreen() {
  const id = useParam('id');
  return id === 'new' ? (
    <>
      <ScreenHead title="Add a provider of another vendor" of={list} />
      <ProviderForm provider={null} />
    </>
  ) : (
    <OldProvider key={id} id={id} />
  );
}

function OldProvider({ id }: { readonly id: string }) {
  const found = useQuery(adminQuery(providerView, pathOf('providers', id)));
  const mayWrite = useAllowed('providers.write');
  return (
    <>
      <ScreenHead
        title={found.data?.name ?? 'Provider'}
        of={list}
        acts={mayWrite && found.data?.kind === 'other' && <DeleteProvider provider={found.data} />}
      />
      <Loaded query={found}>
        {(data) => (
          <>
            <Support provider={data} />
            <ProviderForm provider={data} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Support({ provider: { enabled, support } }: { readonly provider: ProviderView }) {
  return (
    <>
      <p>
        <StateMark state={enabled ? { word: 'Enabled', tone: 'active' } : { word: 'Off', tone: 'ended' }} />
      </p>
      <Sheet title="Where it can be used">
        <CheckList
          label="Platforms"
          checks={support.map(({ platform, supported, apps, reason }) => ({
            key: platform,
            title: platformTitles[platform],
            state: supported ? { word: 'Supported', tone: 'active' } : { word: 'Not supported', tone: 'ended' },
            why: reason ?? `Needs on the device: ${apps.join(', ')}.`,
            next: null,
            link: null,
          }))}
        />
      </Sheet>
    </>
  );
}
