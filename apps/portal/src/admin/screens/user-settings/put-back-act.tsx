import type { SettingHistoryEntry, SettingKind, SettingView } from '@lanyard/contract';
import { settingPreview, settingSaved } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { adminCall, adminKey, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { isWaiting, waitingWords, whyAsked, whyQuery } from '../../words/waiting-words.ts';
import { locksOut, PreviewWords } from './preview-words.tsx';

interface PutBackActProps {
  readonly kind: SettingKind;
  readonly setting: SettingView;
  readonly entry: SettingHistoryEntry;
  readonly onClose: () => void;
}

/** The way back to an earlier value, with what it does to whom first: it can lock people out as any change can. */
export function PutBackAct({ kind, setting, entry, onClose }: PutBackActProps) {
  const toast = useToast();
  const path = setting.isDefault ? pathOf('settings', kind, 'default') : pathOf('settings', kind, entry.settingId);
  const found = useQuery({
    queryKey: adminKey('settings', kind, 'put-back', entry.id, String(setting.version)),
    queryFn: () => adminCall(settingPreview, 'POST', `${path}/preview`, bodyOf(entry), setting.version),
    gcTime: 0,
  });
  const back = useWrite(
    settingSaved,
    (answer) => {
      toast({ text: isWaiting(answer) ? waitingWords : `${setting.name} is as it was then.` });
      onClose();
    },
    ['people', 'approvals'],
  );
  const locks = locksOut(found.data?.lockOut ?? null);
  return (
    <ConfirmAct
      title={`Put ${setting.name} back to version ${entry.version}?`}
      verb="Put back"
      harmless={!locks}
      {...(locks ? { type: setting.name } : {})}
      busy={back.isPending || found.isPending}
      error={back.error}
      {...(found.data?.needsApproval === true ? { reason: whyAsked } : {})}
      onConfirm={(reason) =>
        back.mutate({
          method: 'POST',
          path: `${pathOf('settings', kind, 'history', entry.id, 'put-back')}${whyQuery(reason)}`,
          version: setting.version,
        })
      }
      onClose={onClose}
    >
      <Loaded query={found}>{(preview) => <PreviewWords preview={preview} agree={false} />}</Loaded>
    </ConfirmAct>
  );
}

const bodyOf = ({ isDefault, name, groups, value }: SettingHistoryEntry): unknown =>
  isDefault ? { value } : { name, groups: groups.map(({ id }) => id), value };
