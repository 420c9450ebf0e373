import type { ConfigurationView } from '@lanyard/contract';
import { configurationFacts, configurationView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { StateMark } from '../../../parts/state-mark.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { FactList } from '../../parts/fact-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useSpaces } from '../../parts/scope-fields.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { ConfigurationActs } from './configuration-acts.tsx';
import { Arrival } from './arrival.tsx';
import { ConfigurationForm } from './configuration-form.tsx';
import { ConfigurationHistory } from './configuration-history.tsx';
import { configurationList, configurationStates } from './kind-words.ts';
import { SupportMatrix } from './support-matrix.tsx';
import { WhereUsed } from './where-used.tsx';

/** One configuration: what it says, where it is used, which devices have it, what it was. */
export function ConfigurationScreen() {
  const id = useParam('id');
  const found = useQuery(adminQuery(configurationView, pathOf('configurations', id)));
  const mayWrite = useAllowed('configurations.write');
  return (
    <>
      <ScreenHead
        title={found.data?.name ?? 'Configuration'}
        of={configurationList}
        acts={mayWrite && found.data !== undefined && <ConfigurationActs configuration={found.data} />}
      />
      <Loaded query={found}>{(data) => <Parts key={data.id} configuration={data} />}</Loaded>
    </>
  );
}

function Parts({ configuration }: { readonly configuration: ConfigurationView }) {
  const { id, kind } = configuration;
  return (
    <>
      <Facts configuration={configuration} />
      <Tabs
        label="Parts of this configuration"
        tabs={[
          {
            key: 'settings',
            title: 'Settings',
            content: (
              <>
                {kind === 'client_provided_enrollment' && <SupportMatrix />}
                <ConfigurationForm kind={kind} configuration={configuration} />
              </>
            ),
          },
          {
            key: 'used',
            title: 'Where it is used',
            content: <WhereUsed id={id} travels={!configuration.audienceChangeable} />,
          },
          { key: 'devices', title: 'Devices', content: <Arrival id={id} /> },
          { key: 'history', title: 'History', content: <ConfigurationHistory configuration={configuration} /> },
        ]}
      />
    </>
  );
}

function Facts({ configuration }: { readonly configuration: ConfigurationView }) {
  const { kind, state, spaceId, allSpaces, publishedVersion, version, changedAt, changedBy } = configuration;
  const space = useSpaces().data?.items.find(({ id }) => id === spaceId)?.name ?? null;
  return (
    <FactList
      facts={[
        { title: 'State', value: <StateMark state={configurationStates[state]} /> },
        { title: 'Kind', value: configurationFacts[kind].title },
        { title: 'Space', value: allSpaces ? 'all spaces' : space },
        {
          title: 'Version',
          value: publishedVersion === null ? `${version}, none published` : `${version}, published ${publishedVersion}`,
        },
        { title: 'Last changed', value: <MaybeDate at={changedAt} /> },
        { title: 'By', value: changedBy },
      ]}
    />
  );
}
