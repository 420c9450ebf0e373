import { Button } from '@trussworks/react-uswds';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { errorCatalogue } from '@lanyard/contract';
import type { Act } from '../../api/acts.ts';
import { sessionQuery } from '../../api/queries.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { leaveForCard, presentPath, rememberErrand } from '../../state/card-trip.ts';
import { CardContext } from '../../state/use-act.ts';
import type { CardCode } from '../../state/use-act.ts';

interface Asked {
  readonly act: Act;
  readonly code: CardCode;
}

/** Offers the card sign-in whenever an act below it needs one, and sees to it that the act goes on afterwards. */
export function CardGate({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <CardContext value={(act, code) => setAsked({ act, code })}>
      {children}
      {asked !== null && <CardDialog {...asked} onClose={() => setAsked(null)} />}
    </CardContext>
  );
}

function CardDialog({ act, code, onClose }: Asked & { readonly onClose: () => void }) {
  const personId = useQuery(sessionQuery).data?.personId ?? null;
  const leave = useMutation({
    mutationFn: () => {
      rememberErrand({ path: presentPath(), act, personId });
      return leaveForCard();
    },
  });
  const { title, next } = errorCatalogue[code];
  const goesOn = act.kind === 'request' || act.kind === 'more-time';
  return (
    <Dialog title="Show your smart card once more" onClose={onClose}>
      <p>
        {title} {next}
      </p>
      <p>
        {goesOn
          ? 'Afterwards you come back here and it goes on by itself.'
          : 'Afterwards you come back here; then choose it again.'}
      </p>
      {leave.isError && <TroubleNote error={leave.error} />}
      <div className="actions">
        <Button
          type="button"
          aria-disabled={leave.isPending}
          onClick={() => {
            if (!leave.isPending) leave.mutate();
          }}
        >
          Sign in with Certificate
        </Button>
        <Button type="button" outline onClick={onClose}>
          Not now
        </Button>
      </div>
    </Dialog>
  );
}
