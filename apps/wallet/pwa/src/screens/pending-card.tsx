import type { JSX } from 'react';
import { useModel, useModelState } from '../model/context.ts';
import { pendingOf } from '../model/pending.ts';
import { go } from '../model/route.ts';
import { Button } from '../parts/button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { Icon } from '../parts/icon.tsx';
import { Notice } from '../parts/notice.tsx';

/** What waits for its holder, above everything else: a credential to activate, or an activation to go on with. */
export function PendingCard(): JSX.Element | null {
  const model = useModel();
  const state = useModelState();
  const { activation } = state.overview;
  if (activation !== null && activation.step !== 'password') {
    return (
      <section className="pending">
        <PendingHead title="Your activation is not finished" />
        <p>{activation.name ?? 'Your new credential'} goes on where it stopped.</p>
        <Button onClick={() => go('activate')}>Go on</Button>
      </section>
    );
  }
  const pending = pendingOf(state);
  if (pending === undefined) return state.overview.credentials.length === 0 ? <NothingRequested /> : null;
  // The server says so only when something else changes too: the clock knows it first.
  if (pending.expiresAt !== undefined && Date.parse(pending.expiresAt) <= state.now) return <TimeIsUp />;
  return (
    <section className="pending">
      <PendingHead title="A new credential is ready for activation" />
      <p>
        {pending.name ?? 'The code that you scanned'}
        {pending.expiresAt === undefined ? null : (
          <>
            {' · '}
            <Countdown until={pending.expiresAt} onEnd={() => void model.contact()} /> left
          </>
        )}
      </p>
      <Button onClick={() => go('activate')}>Enter Password</Button>
    </section>
  );
}

/** Who registers before anything was requested has nothing to activate, and should learn why. */
function NothingRequested(): JSX.Element {
  return (
    <Notice tone="waiting" title="No credential was requested for this phone">
      <p>Request one in the self-service portal, on a desktop computer with your smart card. It then waits here.</p>
    </Notice>
  );
}

function TimeIsUp(): JSX.Element {
  return (
    <Notice tone="waiting" title="The time for your request ran out">
      <p>Choose “More time” in the self-service portal, or request a new credential there.</p>
    </Notice>
  );
}

function PendingHead({ title }: { readonly title: string }): JSX.Element {
  return (
    <h2>
      <Icon name="clock" />
      <span>{title}</span>
    </h2>
  );
}
