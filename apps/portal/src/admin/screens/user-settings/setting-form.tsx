import type { SettingKind, SettingPreview, SettingView } from '@lanyard/contract';
import {
  groupSettingInput,
  settingKinds,
  settingKindFacts,
  settingPreview,
  settingSaved,
  settingView,
} from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import type { z } from 'zod';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import type { Edited } from '../../parts/form/use-schema-form.ts';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { isWaiting, waitingWords, whyAsked } from '../../words/waiting-words.ts';
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
  return isDefault
    ? value
    : groupSettingInput.omit({ reason: true }).extend({ value: value.meta({ title: settingKindFacts[kind].title }) });
}

export function SettingForm({ kind, id, setting }: SettingFormProps) {
  const { history } = useRouter();
  const toast = useToast();
  const isDefault = id === 'default';
  const schema = useMemo(() => schemaOf(kind, isDefault), [kind, isDefault]);
  const path = id === null ? pathOf('settings', kind) : pathOf('settings', kind, id);
  const bodyOf = (value: unknown): object => (isDefault ? { value } : (value as object)); // sound: a group's is of an object's schema
  const reason = useRef('');
  const write = useWrite(
    settingSaved,
    (answer) => toast({ text: isWaiting(answer) ? waitingWords : `${answer.name} was saved.` }),
    ['people', 'approvals'],
  );
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
          body: withReason(bodyOf(value), reason.current),
          ...(version === undefined ? {} : { version }),
        })
      }
      onSaved={leave}
      onCancel={leave}
      preview={(value, version) =>
        wordsOf(
          adminCall(settingPreview, 'POST', `${path}/preview`, bodyOf(value), version),
          (why) => void (reason.current = why),
        )
      }
      {...(id === null ? {} : { reload: async () => editedOf(await adminCall(settingView, 'GET', path), isDefault) })}
    />
  );
}

const editedOf = ({ value, name, groups, version }: SettingView, isDefault: boolean): Edited => ({
  value: isDefault ? value : { name, groups: groups.map(({ id }) => id), value },
  version,
});

const withReason = (body: object, reason: string): object => (reason === '' ? body : { ...body, reason });

async function wordsOf(asked: Promise<SettingPreview>, say: (why: string) => void) {
  const preview = await asked;
  say('');
  return (
    <>
      <PreviewWords preview={preview} />
      {preview.needsApproval && <WhyField onChange={say} />}
    </>
  );
}

/** Why, for whoever decides; what stands in it goes with the change. */
function WhyField({ onChange }: { readonly onChange: (why: string) => void }) {
  return (
    <div className="field">
      <label className="usa-label" htmlFor="setting-why">
        {whyAsked}
      </label>
      <input
        id="setting-why"
        className="usa-input"
        autoComplete="off"
        maxLength={500}
        onChange={(event) => onChange(event.target.value.trim())}
      />
    </div>
  );
}
