import type { JSX } from 'react';
import type { ActivationProgress } from '@lanyard/wallet/core';
import { useModel } from '../model/context.ts';
import { replaceRoute } from '../model/route.ts';
import { Icon } from '../parts/icon.tsx';
import { Screen } from '../parts/screen.tsx';

const STEPS: readonly ActivationProgress[] = ['Making keys', 'Asking the issuer', 'Checking'];

export function ActivationProgressScreen({
  progress,
}: {
  readonly progress: ActivationProgress | undefined;
}): JSX.Element {
  const at = progress === undefined ? 0 : STEPS.indexOf(progress);
  return (
    <Screen root title="Activating">
      <ol className="progress">
        {STEPS.map((step, index) => (
          <li
            key={step}
            className={index < at ? 'progress-done' : index === at ? 'progress-now' : 'progress-next'}
            aria-current={index === at ? 'step' : undefined}
          >
            {index < at ? (
              <Icon name="check" />
            ) : (
              <span className={index === at ? 'spinner' : 'progress-dot'} aria-hidden="true" />
            )}
            <span>{step}</span>
          </li>
        ))}
      </ol>
      <p role="status">{progress === undefined ? '' : `${progress} …`}</p>
      <p className="hint">You may leave: it goes on where it stopped when you come back.</p>
    </Screen>
  );
}

/** The whole screen is the button. */
export function ActivatedScreen(): JSX.Element {
  const model = useModel();
  const open = (): void => {
    replaceRoute('card');
    model.clearActivation();
  };
  return (
    <main className="success">
      <h1 className="visually-hidden">Activated</h1>
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the only thing on the screen, so that a reader says it */}
      <button type="button" className="success-button" onClick={open} autoFocus>
        <span className="success-mark">
          <Icon name="check" />
        </span>
        <span className="success-title">Your derived credential has been activated</span>
        <span>It is available to your apps now. Tap anywhere to see it.</span>
      </button>
    </main>
  );
}
