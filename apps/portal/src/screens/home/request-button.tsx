import type { HomeView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { setUpPath } from '../../state/set-up-path.ts';
import { useAct } from '../../state/use-act.ts';

interface RequestButtonProps {
  readonly home: HomeView;
  readonly secondary?: boolean;
}

/**
 * The request button, with exactly the label that the person's setting gives. With a registered phone there is a
 * choice to make first; an open request is given up only after a question.
 */
export function RequestButton({ home, secondary = false }: RequestButtonProps) {
  const navigate = useNavigate();
  const reasonId = useId();
  const [asking, setAsking] = useState(false);
  const act = useAct((secrets) => {
    // Exactly the address that was configured: the credential is requested from another portal.
    if (secrets?.redirect) location.assign(secrets.redirect);
    else void navigate({ to: setUpPath(secrets?.requestId ?? null) });
  });
  const request = (): void => act.run({ kind: 'request', input: { withRegistration: true } });
  const begin = (): void => {
    if (!home.canRequest) return;
    if (home.provider.requestUrl !== null) request();
    else if (hasChoice(home)) void navigate({ to: '/new-request' });
    else if (secondary) setAsking(true);
    else request();
  };
  return (
    <div className="request">
      <Button
        type="button"
        {...(secondary ? {} : { size: 'big' as const })}
        outline={secondary}
        aria-disabled={!home.canRequest || act.busy}
        aria-describedby={home.canRequest ? undefined : reasonId}
        onClick={begin}
      >
        {home.requestButton}
      </Button>
      {home.provider.requestUrl !== null && (
        <Button
          type="button"
          outline
          aria-disabled={act.busy}
          onClick={() => act.run({ kind: 'request', input: { withRegistration: true, pinOnly: true } })}
        >
          Request a PIN
        </Button>
      )}
      {!home.canRequest && (
        <p id={reasonId} className="request__reason">
          {home.cannotRequestReason ?? 'Your organisation does not offer this to you.'}
        </p>
      )}
      {act.error !== null && !asking && <TroubleNote error={act.error} />}
      {asking && (
        <ConfirmDialog
          title="Replace the open request?"
          confirm={home.requestButton}
          keep="Keep the open request"
          busy={act.busy}
          error={act.error}
          onConfirm={request}
          onClose={() => setAsking(false)}
          harmless
        >
          <p>The registration PIN and activation password that you have stop working. You get new ones.</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

/** A phone that is registered already can take the credential without a new registration. */
const hasChoice = (home: HomeView): boolean =>
  home.requestButton === 'Request PIN and Derived Credential' &&
  home.devices.some(({ state, platform }) => state === 'active' && platform !== 'desktop');
