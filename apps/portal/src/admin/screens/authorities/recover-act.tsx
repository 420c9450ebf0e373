import type { CertificateDetail } from '@lanyard/contract';
import { recoveryView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';

/** Asks for an encryption key out of escrow; a card that was shown just now is needed. */
export function RecoverAct({ certificate }: { readonly certificate: CertificateDetail }) {
  const [asked, ask] = useState(false);
  const { history } = useRouter();
  const recover = useWrite(recoveryView, () => history.push('/admin/recoveries'), ['approvals']);
  const { sha256, person } = certificate;
  const whose = person?.displayName ?? 'its holder';
  return (
    <>
      <Button type="button" secondary className="button-small" onClick={() => ask(true)}>
        Recover key
      </Button>
      {asked && (
        <ConfirmAct
          title={`Recover the encryption key of ${whose}?`}
          verb="Recover key"
          reason="Reason; the person is told of it"
          busy={recover.isPending}
          error={recover.error}
          onConfirm={(reason) => recover.mutate({ method: 'POST', path: 'recoveries', body: { sha256, reason } })}
          onClose={() => ask(false)}
        >
          <p>
            Whoever has this key can read every mail that was encrypted to this certificate. It is handed out once, to
            you, within a day, as a file with a password.
          </p>
          <p>
            <strong>{whose} is told</strong>, with your reason, and it stays on record.
          </p>
        </ConfirmAct>
      )}
    </>
  );
}
