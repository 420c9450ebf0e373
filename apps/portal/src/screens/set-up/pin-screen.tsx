import type { DeviceView, RequestSecrets } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { devicesFollowed } from '../../api/queries.ts';
import { Countdown } from '../../parts/countdown.tsx';
import { Note } from '../../parts/note.tsx';
import { PageHeading } from '../../parts/page-heading.tsx';
import { useNow } from '../../parts/use-now.ts';
import { pinOnly } from '../../state/secrets.ts';
import { useSecrets } from '../../state/use-secrets.ts';
import { secondsLeft } from '../../words/countdown.ts';
import { RequestButton } from '../home/request-button.tsx';
import { OpenStep } from './open-step.tsx';
import { RegisterStep } from './register-step.tsx';

/** A registration PIN without a derived credential request: user name and PIN, until the phone is registered. */
export function PinScreen() {
  const secrets = useSecrets(pinOnly);
  return (
    <>
      <PageHeading>Register your phone</PageHeading>
      {secrets === null ? <ShownBefore /> : <Following key={secrets.registrationPin} secrets={secrets} />}
    </>
  );
}

function ShownBefore() {
  return (
    <Note tone="waiting" title="The registration PIN was shown once and cannot be shown again.">
      <p>
        If you noted it, go on with the phone. If not, request a new one from <Link to="/">your credentials</Link>.
      </p>
    </Note>
  );
}

function Following({ secrets }: { readonly secrets: RequestSecrets }) {
  const home = useQuery(devicesFollowed).data;
  const until = secrets.registrationPinExpiresAt ?? secrets.expiresAt;
  const over = secondsLeft(until, useNow(true)) === 0;
  const device = useNewDevice(home?.devices);
  if (device !== null) return <Registered device={device} />;
  if (over) return <RanOut>{home !== undefined && <RequestButton home={home} />}</RanOut>;
  return (
    <>
      <div className="time-bar">
        <Countdown until={until} label="Time left" />
      </div>
      {secrets.warnings.map((warning) => (
        <Note key={warning} tone="attention" title={warning} />
      ))}
      <ol className="steps">
        <OpenStep number={1} state="now" link={secrets.link} withRegistration />
        <RegisterStep number={2} state="now" secrets={secrets} device={null} />
      </ol>
    </>
  );
}

/** The device that was not there when the PIN was shown. */
function useNewDevice(devices: readonly DeviceView[] | undefined): DeviceView | null {
  const [before, setBefore] = useState<ReadonlySet<string> | null>(null);
  if (devices === undefined) return null;
  if (before === null) setBefore(new Set(devices.map(({ id }) => id)));
  return before === null ? null : (devices.find(({ id }) => !before.has(id)) ?? null);
}

function Registered({ device }: { readonly device: DeviceView }) {
  return (
    <Note tone="active" title={`${device.name} is registered.`}>
      <p>
        The PIN is used up. Go on in the wallet on the phone, or look at <Link to="/">your credentials</Link>.
      </p>
    </Note>
  );
}

function RanOut({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <Note tone="attention" title="The time for this registration PIN ran out.">
        <p>It can no longer be used. Request a new one.</p>
      </Note>
      {children}
    </>
  );
}
