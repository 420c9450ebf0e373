import type { AdminCredentialView, RevocationCause } from '@lanyard/contract';
import { adminCredentialView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { purposeWords } from '../../words/act-words.ts';
import { CauseField } from '../bulk/cause-field.tsx';

type Act = 'suspend' | 'resume' | 'revoke';

const verbs: Readonly<Record<Act, string>> = { suspend: 'Suspend', resume: 'Resume', revoke: 'Revoke' };
const areas = ['devices', 'people', 'requests', 'certificates'];

function actsFor({ state, holds }: AdminCredentialView): readonly Act[] {
  if (state !== 'active' && state !== 'suspended' && state !== 'issuing') return [];
  return [holds.includes('admin') ? 'resume' : 'suspend', 'revoke'];
}

/** Suspend and resume lead back and forth; a revocation is for good and says so before. */
export function CredentialActs({ credential }: { readonly credential: AdminCredentialView }) {
  const [asked, ask] = useState<Act | null>(null);
  const close = (): void => ask(null);
  return (
    <>
      {actsFor(credential).map((act) => (
        <Button
          key={act}
          type="button"
          className="button-small"
          outline={act !== 'revoke'}
          secondary={act === 'revoke'}
          onClick={() => ask(act)}
        >
          {verbs[act]}
        </Button>
      ))}
      {asked === 'revoke' && <RevokeQuestion credential={credential} onClose={close} />}
      {(asked === 'suspend' || asked === 'resume') && (
        <HoldQuestion credential={credential} act={asked} onClose={close} />
      )}
    </>
  );
}

interface QuestionProps {
  readonly credential: AdminCredentialView;
  readonly onClose: () => void;
}

const nameOf = ({ name, person }: AdminCredentialView): string =>
  person === null ? name : `${name} of ${person.displayName}`;

function HoldQuestion({ credential, act, onClose }: QuestionProps & { readonly act: 'suspend' | 'resume' }) {
  const toast = useToast();
  const { id, holds } = credential;
  const path = (to: Act): string => pathOf('credentials', id, to);
  const other = act === 'suspend' ? 'resume' : 'suspend';
  const back = useWrite(adminCredentialView, undefined, areas);
  const change = useWrite(
    adminCredentialView,
    () => {
      onClose();
      const undo = () => back.mutateAsync({ method: 'POST', path: path(other), body: { reason: 'Undone at once' } });
      toast({ text: `${nameOf(credential)} is ${act === 'suspend' ? 'suspended' : 'resumed'}.`, undo });
    },
    areas,
  );
  const others = holds.filter((hold) => hold !== 'admin');
  return (
    <ConfirmAct
      title={`${verbs[act]} ${nameOf(credential)}?`}
      verb={verbs[act]}
      reason="Reason, for the audit log"
      harmless={act === 'resume'}
      busy={change.isPending}
      error={change.error}
      onConfirm={(reason) => change.mutate({ method: 'POST', path: path(act), body: { reason } })}
      onClose={onClose}
    >
      {act === 'suspend' && (
        <>
          <WhatStops credential={credential} />
          <p>It can be resumed at any time, with the same keys.</p>
        </>
      )}
      {act === 'resume' && others.length === 0 && <p>It works again within a minute, on the same device.</p>}
      {act === 'resume' && others.length > 0 && (
        <p>
          It stays suspended, since the {others.includes('person') ? 'account of the person' : 'smart card'} is
          suspended too. It works again once that is lifted.
        </p>
      )}
    </ConfirmAct>
  );
}

function RevokeQuestion({ credential, onClose }: QuestionProps) {
  const toast = useToast();
  const [cause, setCause] = useState<RevocationCause>('withdrawn');
  const revoke = useWrite(
    adminCredentialView,
    () => {
      onClose();
      toast({ text: `${nameOf(credential)} is revoked.` });
    },
    areas,
  );
  const path = pathOf('credentials', credential.id, 'revoke');
  return (
    <ConfirmAct
      title={`Revoke ${nameOf(credential)}?`}
      verb="Revoke"
      reason="Comment, for the audit log"
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={(reason) => revoke.mutate({ method: 'POST', path, body: { cause, reason } })}
      onClose={onClose}
    >
      <WhatStops credential={credential} />
      <p>
        <strong>This cannot be undone.</strong> The person needs a new credential, with the card. To stop it for a
        while, suspend it.
      </p>
      <CauseField value={cause} onChange={setCause} />
    </ConfirmAct>
  );
}

function WhatStops({ credential: { certificates, device } }: { readonly credential: AdminCredentialView }) {
  const purposes = [...new Set(certificates.map(({ purpose }) => purpose))];
  if (purposes.length === 0) return <p>It is still being made; its request ends with it.</p>;
  return (
    <>
      <p>What stops working on {device.name}:</p>
      <ul>
        {purposes.map((purpose) => (
          <li key={purpose}>{purposeWords[purpose]}</li>
        ))}
      </ul>
    </>
  );
}
