import { Button } from '@trussworks/react-uswds';
import { DateText } from '../../parts/date.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import type { Difference } from './form/differences.ts';

export interface SavedVersion {
  readonly number: number;
  readonly savedAt: string;
  readonly savedBy: string;
  /** A word on it: "published". */
  readonly note?: string;
  /** Against the version before it. */
  readonly changes: readonly Difference[];
}

interface VersionsProps {
  readonly label: string;
  readonly versions: readonly SavedVersion[];
  /** The one that there is now. */
  readonly current: number;
  /** Makes an old one the newest again; absent for whoever may only look. */
  readonly onPutBack: ((number: number) => void) | undefined;
  readonly error: unknown;
}

/** What something was, newest first, what each change changed, and the way back to any of it. */
export function Versions({ label, versions, current, onPutBack, error }: VersionsProps) {
  return (
    <>
      {error !== null && <TroubleNote error={error} />}
      <ol className="timeline" aria-label={label}>
        {versions.map((version) => (
          <li key={version.number} className="timeline__entry timeline__entry--plain">
            <div>
              <p className="timeline__what">
                Version {version.number}: saved by {version.savedBy}
                {version.note !== undefined && `, ${version.note}`}
              </p>
              <p className="quiet">
                <DateText at={version.savedAt} />
              </p>
              {version.changes.length > 0 && <Changes changes={version.changes} />}
              {onPutBack !== undefined && version.number !== current && (
                <Button type="button" unstyled onClick={() => onPutBack(version.number)}>
                  Put back<span className="usa-sr-only"> version {version.number}</span>
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function Changes({ changes }: { readonly changes: readonly Difference[] }) {
  return (
    <ul>
      {changes.map(({ title, mine, theirs }) => (
        <li key={title}>
          {title}: {shortened(mine)} → {shortened(theirs)}
        </li>
      ))}
    </ul>
  );
}

/** Certificates are long; that they changed is what is worth saying. */
const shortened = (words: string): string => (words.length > 120 ? `${words.slice(0, 120)}…` : words);
