import type { ConfigurationView } from '@lanyard/contract';
import { configurationVersion, configurationView, listPage } from '@lanyard/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { differences } from '../../parts/form/differences.ts';
import { fieldsOf } from '../../parts/form/field-node.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Pager } from '../../parts/pager.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { Versions } from '../../parts/versions.tsx';
import { useSearchFields } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { schemaOfKind } from './configuration-schema.ts';

const versionPage = listPage(configurationVersion);

/** Every version that was saved, and the way back to it. */
export function ConfigurationHistory({ configuration }: { readonly configuration: ConfigurationView }) {
  const { id, kind, version } = configuration;
  const toast = useToast();
  const [address, change] = useSearchFields();
  const after = address['after'] ?? null;
  const path = pathOf('configurations', id, 'versions');
  const found = useQuery({
    ...adminQuery(versionPage, path, after === null ? {} : { after }),
    placeholderData: keepPreviousData,
  });
  const mayWrite = useAllowed('configurations.write');
  const back = useWrite(configurationView, ({ name, state }) =>
    toast({
      text: `${name} is as it was then${state === 'published' ? '' : ', as a draft: publish it when it is right'}.`,
    }),
  );
  const node = fieldsOf(schemaOfKind(kind));
  return (
    <Loaded query={found}>
      {({ items, next }) => (
        <>
          <Versions
            label="Versions of this configuration"
            current={version}
            error={back.error}
            versions={items.map((item, index) => {
              const before = items[index + 1];
              return {
                ...item,
                ...(item.publishedAt === null ? {} : { note: 'published' }),
                changes: before === undefined ? [] : differences(node, before, item),
              };
            })}
            onPutBack={
              mayWrite
                ? (number) => back.mutate({ method: 'POST', path: `${path}/${number}/put-back`, version })
                : undefined
            }
          />
          <Pager next={next} after={after} onGo={(to) => change({ after: to })} />
        </>
      )}
    </Loaded>
  );
}
