import type { SettingHistoryEntry, SettingKind, SettingView } from '@lanyard/contract';
import { settingHistoryPage, settingKinds } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DateText } from '../../../parts/date.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { differences } from '../../parts/form/differences.ts';
import { fieldsOf } from '../../parts/form/field-node.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { PutBackAct } from './put-back-act.tsx';

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
            <Entry key={entry.id} kind={kind} entry={entry} setting={setting} />
          ))}
        </ol>
      )}
    </Loaded>
  );
}

interface EntryProps {
  readonly kind: SettingKind;
  readonly entry: SettingHistoryEntry;
  readonly setting: SettingView;
}

function Entry({ kind, entry, setting }: EntryProps) {
  const { act, at, by, value, before, version: then } = entry;
  const mayWrite = useAllowed('settings.write');
  const [asked, setAsked] = useState(false);
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
        {mayWrite && then !== setting.version && (
          <Button type="button" unstyled onClick={() => setAsked(true)}>
            Put back<span className="usa-sr-only"> version {then}</span>
          </Button>
        )}
        {asked && <PutBackAct kind={kind} setting={setting} entry={entry} onClose={() => setAsked(false)} />}
      </div>
    </li>
  );
}

/** Certificates are long; that they changed is what is worth saying. */
const shortened = (words: string): string => (words.length > 120 ? `${words.slice(0, 120)}…` : words);
