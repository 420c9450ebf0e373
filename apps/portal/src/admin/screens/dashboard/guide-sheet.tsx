import type { Guide, GuideTask } from '@lanyard/contract';
import { guide, guideQuery } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Note } from '../../../parts/note.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { CheckList } from '../../parts/check-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useSearchFields } from '../../state/use-address.ts';
import { platformTitles } from '../../words/platform-words.ts';
import { providerTitles } from '../../words/provider-words.ts';

const states: Readonly<Record<GuideTask['state'], StateWord>> = {
  done: { word: 'Done', tone: 'active' },
  not_done: { word: 'To do', tone: 'attention' },
  cannot_tell: { word: 'Check yourself', tone: 'waiting' },
  not_applicable: { word: 'Not needed', tone: 'ended' },
};

/** So many tasks stand on the dashboard, which has more to show; the others are a click away. */
const shownFirst = 3;

/** What is left of the set-up for the provider and platform chosen; each task is looked at live, none is ticked by hand. */
export function GuideSheet() {
  const [address, change] = useSearchFields();
  const asked = guideQuery.parse({ provider: address['provider'], platform: address['platform'] });
  const found = useQuery(adminQuery(guide, 'guide', asked));
  return (
    <Sheet title="Set-up guide" wide>
      <div className="filters">
        <Choice
          label="Provider"
          value={asked.provider}
          titles={providerTitles}
          onChange={(provider) => change({ provider }, true)}
        />
        <Choice
          label="Platform"
          value={asked.platform}
          titles={{ ios: platformTitles.ios, android: platformTitles.android }}
          onChange={(platform) => change({ platform }, true)}
        />
      </div>
      <Loaded query={found}>{(data) => <Tasks guide={data} />}</Loaded>
    </Sheet>
  );
}

function Tasks({ guide: { supported, reason, done, left, tasks } }: { readonly guide: Guide }) {
  const [all, showAll] = useState(false);
  if (!supported)
    return (
      <Note tone="attention" title="This provider cannot be used on this platform.">
        <p>{reason} Choose another provider or platform.</p>
      </Note>
    );
  const open = tasks.filter(({ state }) => state === 'not_done' || state === 'cannot_tell');
  const shown = all ? tasks : open.slice(0, shownFirst);
  return (
    <>
      <ProgressBar title="Tasks done" done={done} all={done + left} />
      {left === 0 && <p>Everything that is required is done. Devices get what is configured at their next check-in.</p>}
      <CheckList
        label="Tasks"
        checks={shown.map(({ task, title, state, required, outside, why, next, link }) => ({
          key: task,
          title: `${title}${required || state === 'not_applicable' ? '' : ' (optional)'}${outside ? ', outside of this portal' : ''}`,
          state: states[state],
          why,
          next,
          link,
        }))}
      />
      <button type="button" className="usa-button usa-button--unstyled" onClick={() => showAll(!all)}>
        {all ? 'Show only what comes next' : 'Show all tasks, also those that are done'}
      </button>
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly titles: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, titles, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="filters__field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="usa-select" value={value} onChange={(event) => onChange(event.target.value)}>
        {Object.entries(titles).map(([option, title]) => (
          <option key={option} value={option}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}
