import type { Credentials } from '@lanyard/credentials';
import type { CardJudgement, CardsPort } from '@lanyard/directory';
import type { Signin } from '@lanyard/signin';

interface Needs {
  readonly credentials: Pick<Credentials, 'newestPrimaries'>;
  readonly signin: Pick<Signin, 'wouldSignIn'>;
}

/** The card that each person proved last, held against settings that are not in force yet. */
export const judgeCards = (needs: () => Needs): CardsPort => ({
  async judge(questions, all) {
    const { credentials, signin } = needs();
    const newest = await credentials.newestPrimaries(questions.map(({ personId }) => personId));
    const judgements: (CardJudgement | null)[] = [];
    for (const { personId, upn, before, after } of questions) {
      const certificate = newest.get(personId);
      if (certificate === undefined) judgements.push(null);
      else
        judgements.push({
          before: await signin.wouldSignIn({ certificate, upn, own: before, all: all.before }),
          after: await signin.wouldSignIn({ certificate, upn, own: after, all: all.after }),
        });
    }
    return judgements;
  },
});
