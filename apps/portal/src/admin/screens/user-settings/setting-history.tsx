import type { SettingHistoryEntry, SettingKind, SettingView } from '@lanyard/contract';
import { settingHistoryPage, settingKinds, settingView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { DateText } from '../../../parts/date.tsx';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { differences } from '../../parts/form/differences.ts';
import { fieldsOf } from '../../parts/form/field-node.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';

interface SettingHistoryProps {
  readonly kind: SettingKind;
  readonly setting: SettingView;
}

/** Who changed a setting when, what it was before, and the way back to any of it. */
export function SettingHistory({ kind, setting }: SettingHistoryProps) {
  const path = pathOf('settings', kind, 'history');
  const found = useQuery(adminQuery(settingHistoryPage, path, { setting: setting.id ?? '' }));
  return (
    <Loaded query={found}>
      {({ items }) => (
        <ol className="timeline" aria-label="Changes of this setting">
          {items.map((entry) => (
            <Entry key={entry.id} kind={kind} entry={entry} version={setting.version} />
          ))}
        </ol>
      )}
    </Loaded>
  );
}

interface EntryProps {
  readonly kind: SettingKind;
  readonly entry: SettingHistoryEntry;
  readonly version: number;
}

function Entry({ kind, entry: { id, act, at, by, value, before, version: then }, version }: EntryProps) {
  const toast = useToast();
  const mayWrite = useAllowed('settings.write');
  const back = useWrite(settingView, ({ name }) => toast({ text: `${name} is as it was then.` }), ['people']);
  const changes = before === null ? [] : differences(fieldsOf(settingKinds[kind]), before, value);
  return (
    <li className="timeline__entry timeline__entry--plain">
      <div>
        <p className="timeline__what">
          Version {then}: {act} by {by}
        </p>
        <p className="quiet">
          <DateText at={at} />
        </p>
        {changes.length > 0 && (
          <ul>
            {changes.map(({ title, mine, theirs }) => (
              <li key={title}>
                {title}: {shortened(mine)} → {shortened(theirs)}
              </li>
            ))}
          </ul>
        )}
        {back.isError && <TroubleNote error={back.error} />}
        {mayWrite && then !== version && (
          <Button
            type="button"
            unstyled
            onClick={() =>
              back.mutate({ method: 'POST', path: pathOf('settings', kind, 'history', id, 'put-back'), version })
            }
          >
            Put back<span className="usa-sr-only"> version {then}</span>
          </Button>
        )}
      </div>
    </li>
  );
}

/** Certificates are long; that they changed is what is worth saying. */
const shortened = (words: string): string => (words.length > 120 ? `${words.slice(0, 120)}…` : words);
