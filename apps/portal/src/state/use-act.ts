import type { RequestSecrets } from '@lanyard/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Act } from '../api/acts.ts';
import { perform } from '../api/acts.ts';
import { codeOf } from '../api/trouble.ts';
import { keepSecrets } from './secrets.ts';

/** Asks for the card again, for an act that was refused for want of it. */
export type AskForCard = (act: Act, code: CardCode) => void;
export type CardCode = 'session_not_fresh' | 'session_not_primary';

export const CardContext = createContext<AskForCard>(() => undefined);

const cardCode = (error: unknown): CardCode | null => {
  const code = codeOf(error);
  return code === 'session_not_fresh' || code === 'session_not_primary' ? code : null;
};

/**
 * Runs acts, one at a time: what is pressed while one is under way does nothing. Secrets that one makes are kept in memory before `onDone` is told; one that needs the card asks for it
 * and is not an error of the screen.
 */
export function useAct(onDone: (secrets: RequestSecrets | null, act: Act) => void) {
  const client = useQueryClient();
  const askForCard = useContext(CardContext);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: perform,
    onSuccess: async (secrets, act) => {
      if (secrets !== null && secrets.redirect === null) keepSecrets(secrets, act.kind === 'more-time');
      await client.invalidateQueries({ queryKey: act.kind === 'end-session' ? ['sessions'] : ['me'] });
      onDone(secrets, act);
    },
    onError: (failure, act) => {
      const code = cardCode(failure);
      if (code !== null) askForCard(act, code);
    },
  });
  const run = (act: Act): void => {
    if (!isPending) mutate(act);
  };
  return { run, busy: isPending, error: cardCode(error) === null ? error : null, reset };
}
