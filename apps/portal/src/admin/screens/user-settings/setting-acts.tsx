import type { SettingList, SettingView } from '@lanyard/contract';
import { settingMoved, settingPreview } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import { adminCall, adminKey, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { isWaiting, nothingOrWaiting, waitingWords, whyAsked, whyQuery } from '../../words/waiting-words.ts';
import { PreviewWords } from './preview-words.tsx';

interface SettingActsProps {
  readonly setting: SettingView;
  readonly list: SettingList;
}

/** Move a group's setting up or down, or delete it; the default stays where it is. */
export function SettingActs({ setting, list }: SettingActsProps) {
  const [asked, ask] = useState(false);
  const move = useMove(setting);
  const others = list.items.filter(({ isDefault }) => !isDefault);
  const at = others.findIndex(({ id }) => id === setting.id);
  if (setting.isDefault || setting.id === null) return null;
  return (
    <>
      {at > 0 && (
        <Button type="button" unstyled onClick={() => move.run('up')}>
          Move up<span className="usa-sr-only"> {setting.name}</span>
        </Button>
      )}
      {at < others.length - 1 && (
        <Button type="button" unstyled onClick={() => move.run('down')}>
          Move down<span className="usa-sr-only"> {setting.name}</span>
        </Button>
      )}
      <Button type="button" unstyled onClick={() => ask(true)}>
        Delete<span className="usa-sr-only"> {setting.name}</span>
      </Button>
      {move.error !== null && <TroubleNote error={move.error} />}
      {asked && <DeleteQuestion setting={setting} id={setting.id} onClose={() => ask(false)} />}
    </>
  );
}

/** Moving says who changes places, and can be taken back. */
function useMove({ kind, id, name, version }: SettingView) {
  const toast = useToast();
  const path = pathOf('settings', kind, id ?? '', 'move');
  const back = useWrite(settingMoved, undefined, ['people', 'approvals']);
  const move = useWrite(settingMoved, undefined, ['people', 'approvals']);
  const run = (direction: 'up' | 'down'): void =>
    move.mutate(
      { method: 'POST', path, body: { direction }, version },
      {
        onSuccess: (list) => {
          if (isWaiting(list)) return toast({ text: waitingWords });
          const now = list.items.find((item) => item.id === id)?.version ?? version;
          const other = direction === 'up' ? 'down' : 'up';
          toast({
            text: `${name} is tried ${direction === 'up' ? 'earlier' : 'later'} now.`,
            undo: () => back.mutateAsync({ method: 'POST', path, body: { direction: other }, version: now }),
          });
        },
      },
    );
  return { run, error: move.error };
}

interface DeleteQuestionProps {
  readonly setting: SettingView;
  readonly id: string;
  readonly onClose: () => void;
}

function DeleteQuestion({ setting: { kind, name, version }, id, onClose }: DeleteQuestionProps) {
  const toast = useToast();
  const path = pathOf('settings', kind, id);
  const look = useQuery({
    queryKey: adminKey('settings', kind, id, 'delete', version),
    queryFn: () => adminCall(settingPreview, 'POST', `${path}/delete/preview`, undefined, version),
  });
  const end = useWrite(
    nothingOrWaiting,
    (answer) => {
      onClose();
      toast({ text: answer === null ? `${name} was deleted. Its history can put it back.` : waitingWords });
    },
    ['people', 'approvals'],
  );
  return (
    <ConfirmAct
      title={`Delete the setting ${name}?`}
      verb="Delete setting"
      busy={look.isPending || end.isPending}
      error={end.error}
      {...(look.data?.needsApproval === true ? { reason: whyAsked } : {})}
      onConfirm={(reason) => end.mutate({ method: 'DELETE', path: `${path}${whyQuery(reason)}`, version })}
      onClose={onClose}
    >
      <Loaded query={look}>{(data) => <PreviewWords preview={data} />}</Loaded>
    </ConfirmAct>
  );
}
