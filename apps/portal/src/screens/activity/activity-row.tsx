import type { ActivityItem, CredentialView } from '@lanyard/contract';
import { DateText } from '../../parts/date.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import type { StateWord } from '../../words/tone.ts';
import { NotMe } from './not-me.tsx';

interface ActivityRowProps {
  readonly item: ActivityItem;
  /** The name of the device it happened on, while the person still has it. */
  readonly device: string | null;
  /** The credential that this entry bound, while it can be ended. */
  readonly credential: CredentialView | null;
}

export function ActivityRow({ item, device, credential }: ActivityRowProps) {
  return (
    <li className="activity" data-act={item.act} tabIndex={-1}>
      <span className="activity__when">
        <DateText at={item.at} />
      </span>
      <span className="activity__what">
        {item.sentence}
        {device !== null && <span className="quiet"> {device}</span>}
        {item.outcome === 'refused' && (
          <>
            {' '}
            <StateMark state={refused} />
          </>
        )}
      </span>
      {credential !== null && <NotMe credential={credential} />}
    </li>
  );
}

const refused: StateWord = { word: 'Refused', tone: 'attention' };
