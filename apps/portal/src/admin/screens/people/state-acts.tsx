import type { PersonDetail, PersonState } from '@lanyard/contract';
import { consequences, personDetail } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { adminCall, adminKey, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { personStates } from '../../words/person-words.ts';

const verbs: Readonly<Record<PersonState, string>> = {
  active: 'Make active',
  suspended: 'Suspend',
  terminated: 'Terminate',
};

/** The states that a person can be brought into from the present one; none leads back from terminated. */
const ways: Readonly<Record<PersonState, readonly PersonState[]>> = {
  active: ['suspended', 'terminated'],
  suspended: ['active', 'terminated'],
  terminated: [],
};

/** Suspend, terminate, make active again: each after a look at what it does. */
export function StateActs({ person }: { readonly person: PersonDetail }) {
  const [asked, ask] = useState<PersonState | null>(null);
  return (
    <>
      {ways[person.state].map((state) => (
        <Button
          key={state}
          type="button"
          className="button-small"
          outline={state !== 'terminated'}
          secondary={state === 'terminated'}
          onClick={() => ask(state)}
        >
          {verbs[state]}
        </Button>
      ))}
      {asked !== null && <StateQuestion person={person} to={asked} onClose={() => ask(null)} />}
    </>
  );
}

interface StateQuestionProps {
  readonly person: PersonDetail;
  readonly to: PersonState;
  readonly onClose: () => void;
}

function StateQuestion({ person, to, onClose }: StateQuestionProps) {
  const { id, displayName, userName, state, version } = person;
  const toast = useToast();
  const path = pathOf('people', id, 'state');
  const look = useQuery({
    queryKey: adminKey('people', id, 'state', to),
    queryFn: () => adminCall(consequences, 'POST', `${path}/preview`, { state: to }),
  });
  const back = useWrite(personDetail, () => undefined);
  const change = useWrite(personDetail, (changed) => {
    onClose();
    const undo = () =>
      back.mutateAsync({
        method: 'POST',
        path,
        body: { state, reason: 'Undone at once' },
        version: changed.version,
      });
    const text = `${displayName} is ${personStates[to].word.toLowerCase()}.`;
    toast(to === 'terminated' ? { text } : { text, undo });
  });
  return (
    <ConfirmAct
      title={`${verbs[to]} ${displayName}?`}
      verb={verbs[to]}
      reason="Reason, for the audit log"
      harmless={to === 'active'}
      {...(to === 'terminated' ? { type: userName } : {})}
      busy={change.isPending}
      error={change.error}
      onConfirm={(reason) => change.mutate({ method: 'POST', path, body: { state: to, reason }, version })}
      onClose={onClose}
    >
      <Loaded query={look}>{(data) => <Consequences items={data.consequences} />}</Loaded>
      {to === 'terminated' && (
        <p>
          <strong>This cannot be undone.</strong> Somebody who comes back is added anew.
        </p>
      )}
    </ConfirmAct>
  );
}
