import type { CredentialView, DeviceView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import type { Act } from '../../api/acts.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useAct } from '../../state/use-act.ts';

interface DeviceActsProps {
  readonly device: DeviceView;
  readonly credentials: readonly CredentialView[];
}

type Question = 'report-lost' | 'remove-device';

interface QuestionWords {
  readonly label: string;
  readonly title: string;
  readonly confirm: string;
  readonly consequence: string;
  readonly after: string;
}

function wordsOf(question: Question, { device, credentials }: DeviceActsProps): QuestionWords {
  const names = credentials.map(({ name }) => `"${name}"`).join(' and ');
  const what =
    names === ''
      ? 'It carries no credential now.'
      : `${names} on it is revoked at once, and managed apps on it are locked at their next check-in.`;
  if (question === 'remove-device') {
    return {
      label: 'Remove device',
      title: `Remove ${device.name}?`,
      confirm: 'Remove device',
      consequence: what,
      after: 'The device is no longer registered. To use it again, request a new PIN.',
    };
  }
  return {
    label: 'Report lost',
    title: `Report ${device.name} as lost?`,
    confirm: 'Report lost',
    consequence: what,
    after:
      'Nobody can use it with your name from then on, and your help desk sees that it is lost. If you find it, set it up again with a new PIN.',
  };
}

/** Report lost and remove, each with a question that names what stops working. */
export function DeviceActs(props: DeviceActsProps) {
  const { device } = props;
  const [question, setQuestion] = useState<Question | null>(null);
  const act = useAct(() => setQuestion(null));
  const close = (): void => {
    act.reset();
    setQuestion(null);
  };
  const offered: readonly Question[] = device.state === 'active' ? ['report-lost', 'remove-device'] : ['remove-device'];
  return (
    <div className="card__acts">
      {offered.map((one) => (
        <Button key={one} type="button" unstyled className="quiet-act" onClick={() => setQuestion(one)}>
          {wordsOf(one, props).label}
          <span className="usa-sr-only"> {device.name}</span>
        </Button>
      ))}
      {question !== null && (
        <Asked
          words={wordsOf(question, props)}
          busy={act.busy}
          error={act.error}
          onClose={close}
          onConfirm={() => act.run(actOf(question, device.id))}
        />
      )}
    </div>
  );
}

const actOf = (kind: Question, deviceId: string): Act => ({ kind, deviceId });

interface AskedProps {
  readonly words: QuestionWords;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

function Asked({ words, ...dialog }: AskedProps) {
  return (
    <ConfirmDialog title={words.title} confirm={words.confirm} keep="Cancel" {...dialog}>
      <p>{words.consequence}</p>
      <p>{words.after}</p>
    </ConfirmDialog>
  );
}
