import type { SettingHistoryEntry, SettingKind, SettingView } from '@lanyard/contract';
import { settingPreview, settingView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { adminCall, adminKey, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { PreviewWords } from './preview-words.tsx';

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
    settingView,
    ({ name }) => {
      toast({ text: `${name} is as it was then.` });
      onClose();
    },
    ['people'],
  );
  const lockOut = found.data?.lockOut ?? null;
  const locks = lockOut !== null && (lockOut.lockedOut > 0 || lockOut.you !== null);
  return (
    <ConfirmAct
      title={`Put ${setting.name} back to version ${entry.version}?`}
      verb="Put back"
      harmless={!locks}
      {...(locks ? { type: setting.name } : {})}
      busy={back.isPending || found.isPending}
      error={back.error}
      onConfirm={() =>
        back.mutate({
          method: 'POST',
          path: pathOf('settings', kind, 'history', entry.id, 'put-back'),
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
