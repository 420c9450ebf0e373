import { useCallback, useEffect, useRef, useState, type FormEvent, type JSX } from 'react';
import { requestOf } from '@lanyard/wallet/core';
import { CameraError, startScanner, type CameraProblem, type Scanner } from '../environment/camera.ts';
import { useAct, useModel } from '../model/context.ts';
import { replaceRoute } from '../model/route.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';

const PROBLEMS: Readonly<Record<CameraProblem, { title: string; next: string }>> = {
  denied: {
    title: 'The wallet may not use the camera.',
    next: 'Allow it in the browser’s or phone’s settings for this site, or enter the link below. The camera is used for the QR code only; no picture leaves the phone.',
  },
  absent: {
    title: 'There is no camera here.',
    next: 'Enter the link or id that the self-service portal shows beside the QR code.',
  },
  busy: { title: 'Another app is using the camera.', next: 'Close it and come back, or enter the link below.' },
};

/** Reads the portal's QR code, or takes its link by hand. */
export function ScanScreen(): JSX.Element {
  const model = useModel();
  const [problem, setProblem] = useState<CameraProblem | undefined>(undefined);
  const [wrong, setWrong] = useState(false);
  const found = useCallback(
    (text: string): void => {
      try {
        const requestId = requestOf(text);
        model.clearActivation();
        void model.link(requestId).then(() => replaceRoute('activate'));
      } catch {
        setWrong(true);
      }
    },
    [model],
  );
  return (
    <Screen title="Scan QR code">
      {problem === undefined ? (
        <>
          <p>Point the camera at the QR code on your desktop’s screen.</p>
          <Viewfinder onText={found} onProblem={setProblem} />
        </>
      ) : (
        <Notice tone="attention" title={PROBLEMS[problem].title}>
          <p>{PROBLEMS[problem].next}</p>
        </Notice>
      )}
      <p role="status" className="hint">
        {wrong && problem === undefined ? 'That is a code, but not a Lanyard activation code. Still looking.' : ''}
      </p>
      <ByHand open={problem !== undefined} />
    </Screen>
  );
}

function Viewfinder({
  onText,
  onProblem,
}: {
  onText(text: string): void;
  onProblem(problem: CameraProblem): void;
}): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    let scanner: Scanner | undefined;
    let left = false;
    startScanner(element, onText).then(
      (started) => {
        scanner = started;
        if (left) started.stop();
      },
      (error: unknown) => {
        // Leaving the screen interrupts the video's start, which is no problem of the camera.
        if (!left) onProblem(error instanceof CameraError ? error.problem : 'busy');
      },
    );
    return () => {
      left = true;
      scanner?.stop();
    };
  }, [onText, onProblem]);
  return (
    <div className="viewfinder">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the camera's own picture has no sound */}
      <video ref={video} playsInline muted aria-label="Camera picture" />
      <span className="viewfinder-frame" aria-hidden="true" />
    </div>
  );
}

function ByHand({ open }: { readonly open: boolean }): JSX.Element {
  const model = useModel();
  const [text, setText] = useState('');
  const { error, run } = useAct();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const went = await run(async () => {
      const requestId = requestOf(text);
      model.clearActivation();
      await model.link(requestId);
    });
    if (went) replaceRoute('activate');
  };
  return (
    <details className="by-hand" open={open}>
      <summary>Enter the link by hand</summary>
      <form onSubmit={(event) => void submit(event)}>
        <Field
          label="Link or id"
          value={text}
          onChange={setText}
          maxLength={500}
          hint="As the self-service portal shows it beside the QR code"
        />
        <ErrorNotice error={error} />
        <Button type="submit" look="plain">
          Continue
        </Button>
      </form>
    </details>
  );
}
