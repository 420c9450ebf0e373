import { Button } from '@trussworks/react-uswds';
import { useMutation, useQuery } from '@tanstack/react-query';
import { factsQuery } from '../../api/queries.ts';
import { OwnWords } from '../../parts/own-words.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { leaveForCard } from '../../state/card-trip.ts';
import { CertificatePicture } from './certificate-picture.tsx';
import { SignInHelp } from './sign-in-help.tsx';

export function SignInByCard({ cardHosts }: { readonly cardHosts: readonly string[] }) {
  const help = useQuery(factsQuery).data?.branding?.help.signIn;
  const leave = useMutation({ mutationFn: leaveForCard });
  const go = (cardHost?: string): void => {
    if (!leave.isPending) leave.mutate(cardHost);
  };
  return (
    <div className="split">
      <div>
        <ol className="steps-list">
          <li>Put your smart card into the reader of this computer.</li>
          <li>
            Choose the button below. Your browser asks for a certificate: pick the one for{' '}
            <strong>PIV Authentication</strong>.
          </li>
          <li>Enter the PIN of your card when you are asked for it. It stays between the computer and the card.</li>
        </ol>
        {leave.isError && <TroubleNote error={leave.error} />}
        <Button type="button" size="big" aria-disabled={leave.isPending} onClick={() => go()}>
          Sign in with Certificate
        </Button>
        <p className="quiet" role="status">
          {leave.isPending && 'Asking for your certificate…'}
        </p>
        <OwnWords>{help}</OwnWords>
        <SignInHelp onOtherCertificate={cardHosts.length > 1 ? () => go(cardHosts[1]) : null} />
      </div>
      <CertificatePicture />
    </div>
  );
}
