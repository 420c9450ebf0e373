import type { SettingKind, SettingView } from '@lanyard/contract';
import { groupSettingInput, settingKinds, settingKindFacts, settingPreview, settingView } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { z } from 'zod';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import type { Edited } from '../../parts/form/use-schema-form.ts';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { hiddenFields } from './hidden-fields.ts';
import { listOfKind } from './kinds.ts';
import { PreviewWords } from './preview-words.tsx';
import { settingRenderers } from './setting-renderers.tsx';

interface SettingFormProps {
  readonly kind: SettingKind;
  /** `default`, a setting's own, or null for a new one. */
  readonly id: string | null;
  readonly setting: SettingView | null;
}

/** What the default is asked for: the value of its kind alone. A group's has a name and its groups before it. */
function schemaOf(kind: SettingKind, isDefault: boolean): z.ZodType {
  const value = settingKinds[kind];
  return isDefault ? value : groupSettingInput.extend({ value: value.meta({ title: settingKindFacts[kind].title }) });
}

export function SettingForm({ kind, id, setting }: SettingFormProps) {
  const { history } = useRouter();
  const toast = useToast();
  const isDefault = id === 'default';
  const schema = useMemo(() => schemaOf(kind, isDefault), [kind, isDefault]);
  const path = id === null ? pathOf('settings', kind) : pathOf('settings', kind, id);
  const bodyOf = (value: unknown): unknown => (isDefault ? { value } : value);
  const write = useWrite(settingView, ({ name }) => toast({ text: `${name} was saved.` }), ['people']);
  const leave = (): void => history.push(listOfKind(kind).path);
  return (
    <SchemaForm
      name="setting"
      schema={schema}
      {...(setting === null ? {} : { from: editedOf(setting, isDefault) })}
      verb="Done"
      readOnly={!useAllowed('settings.write')}
      renderers={settingRenderers}
      hidden={(draft) => hiddenFields(kind, draft)}
      save={(value, version) =>
        write.mutateAsync({
          method: id === null ? 'POST' : 'PUT',
          path,
          body: bodyOf(value),
          ...(version === undefined ? {} : { version }),
        })
      }
      onSaved={leave}
      onCancel={leave}
      preview={(value, version) => previewOf(path, bodyOf(value), version)}
      {...(id === null ? {} : { reload: async () => editedOf(await adminCall(settingView, 'GET', path), isDefault) })}
    />
  );
}

const editedOf = ({ value, name, groups, version }: SettingView, isDefault: boolean): Edited => ({
  value: isDefault ? value : { name, groups: groups.map(({ id }) => id), value },
  version,
});

async function previewOf(path: string, body: unknown, version: number | undefined) {
  return <PreviewWords preview={await adminCall(settingPreview, 'POST', `${path}/preview`, body, version)} />;
}
