import type { SettingView, Submitted } from '@lanyard/contract';
import { approvalsSetting, reasonInput, settingView, submitted } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { adminCall } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import type { Edited } from '../../parts/form/use-schema-form.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { waitingWords } from '../../words/waiting-words.ts';
import { useAllowed } from '../../state/use-session.ts';

const schema = approvalsSetting.extend(reasonInput.shape);

/** Which acts need a second person; changing that may need one itself. */
export function ApprovalsSettingForm({ setting }: { readonly setting: SettingView }) {
  const { history } = useRouter();
  const toast = useToast();
  const write = useWrite(submitted, (answer) => toast({ text: outcomeWords(answer) }), ['settings']);
  const leave = (): void => history.push('/admin/approvals');
  return (
    <SchemaForm
      name="approvals"
      schema={schema}
      from={editedOf(setting)}
      verb="Done"
      readOnly={!useAllowed('settings.write')}
      save={(body) => write.mutateAsync({ method: 'PUT', path: 'approvals/setting', body })}
      onSaved={leave}
      onCancel={leave}
      reload={async () => editedOf(await adminCall(settingView, 'GET', 'settings/approvals/default'))}
    />
  );
}

const editedOf = ({ value, version }: SettingView): Edited => ({
  value: { ...(typeof value === 'object' ? value : {}), reason: '' },
  version,
});

const outcomeWords = ({ state }: Submitted): string => (state === 'done' ? 'Approvals were saved.' : waitingWords);
