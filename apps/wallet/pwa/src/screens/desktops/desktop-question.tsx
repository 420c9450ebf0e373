import type { JSX } from 'react';
import { useModel, useModelState } from '../../model/context.ts';
import { ACT_WORDS } from '../../model/words.ts';
import { Button } from '../../parts/button.tsx';
import { Screen } from '../../parts/screen.tsx';

/** What a desktop needs its holder for, over whatever screen is open: to compare a number, or to allow a use. */
export function DesktopQuestion(): JSX.Element | null {
  const { wallet } = useModel();
  const { confirm, consent } = useModelState().desktops;
  if (confirm !== undefined)
    return (
      <Question title={`Connect “${confirm.name}”?`} answer={(yes) => wallet.desktops.answerConfirm(yes, confirm)}>
        <p className="lead">Is this the number that the desktop shows?</p>
        <p className="shown-number">{confirm.number}</p>
        <p>If it shows another number, or you are not at that desktop, choose “Cancel”.</p>
      </Question>
    );
  if (consent === undefined) return null;
  return (
    <Question title={`“${consent.name}” asks`} answer={(yes) => wallet.desktops.answerConsent(yes, consent)}>
      <p className="lead">
        It wants to {ACT_WORDS[consent.act].wants} with your derived credential. Confirm only what you are doing there
        yourself.
      </p>
    </Question>
  );
}

interface QuestionProps {
  readonly title: string;
  readonly answer: (yes: boolean) => void;
  readonly children: JSX.Element | readonly JSX.Element[];
}

function Question({ title, answer, children }: QuestionProps): JSX.Element {
  return (
    <Screen
      root
      title={title}
      footer={
        <>
          <Button onClick={() => answer(true)}>Confirm</Button>
          <Button look="plain" onClick={() => answer(false)}>
            Cancel
          </Button>
        </>
      }
    >
      {children}
    </Screen>
  );
}
