import type { ConfigurationKind, ConfigurationView } from '@lanyard/contract';
import { configurationView } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { askAudience } from '../../parts/audience-preview.tsx';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { renderersOf } from './configuration-renderers.tsx';
import { editedOf, hiddenOf, schemaOfKind } from './configuration-schema.ts';
import { configurationList } from './kind-words.ts';

interface ConfigurationFormProps {
  readonly kind: ConfigurationKind;
  /** Null for a new one. */
  readonly configuration: ConfigurationView | null;
}

export function ConfigurationForm({ kind, configuration }: ConfigurationFormProps) {
  const { history } = useRouter();
  const toast = useToast();
  const schema = useMemo(() => schemaOfKind(kind), [kind]);
  const renderers = useMemo(() => renderersOf(kind), [kind]);
  const path = configuration === null ? 'configurations' : pathOf('configurations', configuration.id);
  const bodyOf = (value: unknown): unknown => (configuration === null ? { ...asObject(value), kind } : value);
  const write = useWrite(configurationView, (saved) => toast({ text: savedWords(saved) }), ['apps', 'lint', 'guide']);
  return (
    <SchemaForm
      name="configuration"
      schema={schema}
      verb="Done"
      readOnly={!useAllowed('configurations.write')}
      renderers={renderers}
      hidden={(draft) => hiddenOf(kind, draft)}
      save={(value, version) =>
        write.mutateAsync({
          method: configuration === null ? 'POST' : 'PUT',
          path,
          body: bodyOf(value),
          ...(version === undefined ? {} : { version }),
        })
      }
      onSaved={() => history.push(configurationList.path)}
      onCancel={() => history.push(configurationList.path)}
      preview={(value) => askAudience(`${path}/preview`, bodyOf(value), 'configuration')}
      {...(configuration === null
        ? {}
        : {
            from: editedOf(configuration),
            reload: async () => editedOf(await adminCall(configurationView, 'GET', path)),
          })}
    />
  );
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

const savedWords = ({ name, state }: ConfigurationView): string =>
  state === 'published'
    ? `${name} is published. Devices get it at their next check-in.`
    : `${name} was saved as a draft. No device has it until it is published.`;
