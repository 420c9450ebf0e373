import type { InvitationInput, InvitationPreview } from '@lanyard/contract';
import { invitationPreview, invitationView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { adminCall, adminKey } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { numberWords } from '../../words/total-words.ts';

interface InviteProps {
  /** Whom, in words. */
  readonly name: string;
  readonly to: InvitationInput;
}

/** Writes to a person, or to everybody in a group, how to come to a credential; the mail is shown before. */
export function Invite({ name, to }: InviteProps) {
  const [asked, ask] = useState(false);
  return (
    <>
      <Button type="button" outline className="button-small" onClick={() => ask(true)}>
        Invite
      </Button>
      {asked && <InviteQuestion name={name} to={to} onClose={() => ask(false)} />}
    </>
  );
}

function InviteQuestion({ name, to, onClose }: InviteProps & { readonly onClose: () => void }) {
  const toast = useToast();
  const look = useQuery({
    queryKey: adminKey('invitations', 'preview', to),
    queryFn: () => adminCall(invitationPreview, 'POST', 'invitations/preview', to),
  });
  const send = useWrite(invitationView, () => {
    onClose();
    toast({ text: `${name} is invited by e-mail.` });
  });
  const nobody = look.data?.people === 0;
  return (
    <ConfirmAct
      title={`Invite ${name}?`}
      verb="Send invitation"
      harmless
      busy={send.isPending || nobody}
      error={send.error}
      onConfirm={() => send.mutate({ method: 'POST', path: 'invitations', body: to })}
      onClose={onClose}
    >
      <Loaded query={look}>{(data) => <PreviewOf preview={data} />}</Loaded>
    </ConfirmAct>
  );
}

function PreviewOf({ preview: { people, skipped, mails } }: { readonly preview: InvitationPreview }) {
  return (
    <>
      <p>
        {people === 0
          ? 'Nobody gets a mail.'
          : people === 1
            ? 'One mail is sent.'
            : `${numberWords(people)} mails are sent.`}
        {skipped > 0 && ` ${numberWords(skipped)} suspended or ended people are left out; make them active first.`}
      </p>
      {mails.map(({ kind, to, subject, text }) => (
        <details key={kind} className="fold" open={mails.length === 1}>
          <summary>
            {subject} ({to})
          </summary>
          <pre className="raw">{text}</pre>
        </details>
      ))}
    </>
  );
}
