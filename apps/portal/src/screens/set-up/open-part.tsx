import type { RequestView } from '@lanyard/contract';
import { Note } from '../../parts/note.tsx';
import type { KeptSecrets } from '../../state/secrets.ts';
import { setUpSteps } from '../../words/request-words.ts';
import { ActivateStep } from './activate-step.tsx';
import { OpenStep } from './open-step.tsx';
import { RegisterStep } from './register-step.tsx';
import { ShownOnce } from './shown-once.tsx';
import { TimeBar } from './time-bar.tsx';

interface OpenPartProps {
  readonly request: RequestView;
  readonly secrets: KeptSecrets | null;
}

/** The steps side by side, under the time that is left. */
export function OpenPart({ request, secrets }: OpenPartProps) {
  const steps = setUpSteps(request);
  return (
    <>
      <TimeBar request={request} />
      {secrets?.warnings.map((warning) => (
        <Note key={warning} tone="attention" title={warning} />
      ))}
      {secrets === null && !request.passwordAccepted && <ShownOnce request={request} />}
      {secrets !== null && secrets.replaced !== 'nothing' && !request.passwordAccepted && (
        <Note tone="active" title={`You have more time, and a new ${secrets.replaced}.`}>
          <p>Type the new ones on the phone: what was shown before does not work any more.</p>
        </Note>
      )}
      <ol className="steps">
        <OpenStep
          number={1}
          state={steps.open}
          link={secrets?.link ?? null}
          withRegistration={request.withRegistration}
        />
        {request.withRegistration && (
          <RegisterStep number={2} state={steps.register} secrets={secrets} device={request.registeredDevice} />
        )}
        <ActivateStep
          number={request.withRegistration ? 3 : 2}
          state={steps.activate}
          request={request}
          secrets={secrets}
        />
      </ol>
      <p className="quiet">
        Leave this page open: it follows the phone. What is shown here works once and is not shown again after a reload.
      </p>
    </>
  );
}
