import { CopyButton } from '../../parts/copy-button.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import type { StepState } from '../../words/request-words.ts';
import { Step } from './step.tsx';

interface OpenStepProps {
  readonly number: number;
  readonly state: StepState;
  readonly link: string | null;
  readonly withRegistration: boolean;
}

export function OpenStep({ number, state, link, withRegistration }: OpenStepProps) {
  if (state === 'done') return <Opened number={number} link={link} />;
  return (
    <Step number={number} title="Open this on the phone" state={state}>
      <p>
        {withRegistration
          ? 'Point the camera of the phone at the code, and open the link that it finds.'
          : 'Open the wallet on the phone: the request is waiting there. Or point the camera at the code.'}
      </p>
      {link === null ? <p className="quiet">The code is not shown again after a reload.</p> : <Code link={link} />}
    </Step>
  );
}

/** Once the phone went on, the code steps back; it is there if the phone closed the page. */
function Opened({ number, link }: Pick<OpenStepProps, 'number' | 'link'>) {
  return (
    <Step number={number} title="Open this on the phone" state="done">
      <p>The phone has opened it.</p>
      {link !== null && (
        <details className="fold">
          <summary>Show the code again</summary>
          <Code link={link} />
        </details>
      )}
    </Step>
  );
}

function Code({ link }: { readonly link: string }) {
  return (
    <>
      <QrCode text={link} label="QR code with the link below" />
      <div className="link-row">
        <span className="link-row__text" data-field="link">
          {link}
        </span>
        <CopyButton text={link} what="link" />
      </div>
    </>
  );
}
