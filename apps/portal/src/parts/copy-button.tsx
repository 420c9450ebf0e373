import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for those who do not see where the button stands: "Copy user name". */
  readonly what: string;
}

type Outcome = 'none' | 'copied' | 'failed';

/** Copies a text; where the browser refuses the clipboard it says how to do it by hand. */
export function CopyButton({ text, what }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>('none');
  const copy = async (): Promise<void> => setOutcome(await copied(text));
  return (
    <span className="copy">
      <Button type="button" outline className="button-small" aria-label={`Copy ${what}`} onClick={() => void copy()}>
        {outcome === 'copied' ? 'Copied' : 'Copy'}
      </Button>
      <span role="status" className={outcome === 'failed' ? 'copy__hint' : 'usa-sr-only'}>
        {outcome === 'copied' && `The ${what} was copied.`}
        {outcome === 'failed' && 'The browser did not allow copying. Select the text and press Ctrl+C.'}
      </span>
    </span>
  );
}

async function copied(text: string): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'failed';
  }
}
