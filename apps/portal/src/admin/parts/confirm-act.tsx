import { Button } from '@trussworks/react-uswds';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { Dialog } from '../../parts/dialog.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';

interface ConfirmActProps {
  /** The question, with the name of what it is about: "Delete the group Field staff?" */
  readonly title: string;
  /** What it destroys, for whom, and whether it can be undone. */
  readonly children: ReactNode;
  /** The verb of the act, never "OK". */
  readonly verb: string;
  /** For the big ones: what must be typed first, a name or a number. */
  readonly type?: string;
  /** Why it is done: asked for, and handed to `onConfirm`. */
  readonly reason?: string;
  readonly harmless?: boolean;
  readonly busy?: boolean;
  readonly error?: unknown;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}

/** A question before an act that takes something away. */
export function ConfirmAct(props: ConfirmActProps) {
  const { title, children, verb, type, reason, harmless = false, busy = false, error = null } = props;
  const [typed, setTyped] = useState('');
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState(false);
  const missing = type !== undefined && typed.trim() !== type;
  const unexplained = reason !== undefined && why.trim() === '';
  const id = useId();
  const confirm = (): void => {
    setTried(true);
    if (unexplained) document.getElementById(`${id}-why`)?.focus();
    else if (missing) document.getElementById(`${id}-type`)?.focus();
    else if (!busy) {
      setSent(true);
      props.onConfirm(why.trim());
    }
  };
  // Closed now, it could not say any more that the act failed.
  const isUnderWay = sent && busy && (error === null || error === undefined);
  const close = (): void => {
    if (!isUnderWay) props.onClose();
  };
  return (
    <Dialog title={title} onClose={close}>
      {children}
      {reason !== undefined && (
        <Answer
          id={`${id}-why`}
          label={reason}
          value={why}
          onChange={setWhy}
          wrong={tried && unexplained ? 'Say why.' : null}
        />
      )}
      {type !== undefined && (
        <Answer
          id={`${id}-type`}
          label={`Type ${type} to go on`}
          value={typed}
          onChange={setTyped}
          wrong={tried && missing ? `Type exactly ${type}.` : null}
        />
      )}
      {error !== null && error !== undefined && <TroubleNote error={error} />}
      <div className="actions">
        <Button type="button" secondary={!harmless} aria-disabled={busy} onClick={confirm}>
          {verb}
        </Button>
        <Button type="button" outline aria-disabled={isUnderWay} onClick={close}>
          Cancel
        </Button>
      </div>
    </Dialog>
  );
}

interface AnswerProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly wrong: string | null;
}

function Answer({ id, label, value, onChange, wrong }: AnswerProps) {
  return (
    <div className={wrong === null ? 'field' : 'field field--wrong'}>
      <label className="usa-label" htmlFor={id}>
        {label}
      </label>
      {wrong !== null && (
        <p className="field__error" id={`${id}-error`} role="alert">
          {wrong}
        </p>
      )}
      <input
        id={id}
        className="usa-input"
        autoComplete="off"
        value={value}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : `${id}-error`}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
