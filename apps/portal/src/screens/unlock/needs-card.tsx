import { Button } from '@trussworks/react-uswds';
import { useMutation } from '@tanstack/react-query';
import { Note } from '../../parts/note.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { leaveForCard, presentPath, rememberErrand } from '../../state/card-trip.ts';

/** Only whoever holds the smart card, at this moment, unlocks a credential. */
export function NeedsCard() {
  const leave = useMutation({
    mutationFn: () => {
      rememberErrand({ path: presentPath(), act: null, personId: null });
      return leaveForCard();
    },
  });
  return (
    <Note tone="waiting" title="Show your smart card first.">
      <p>Unlocking needs a sign-in with your card in the last 20 minutes. Afterwards you come back here.</p>
      {leave.isError && <TroubleNote error={leave.error} />}
      <Button
        type="button"
        aria-disabled={leave.isPending}
        onClick={() => {
          if (!leave.isPending) leave.mutate();
        }}
      >
        Sign in with Certificate
      </Button>
    </Note>
  );
}
