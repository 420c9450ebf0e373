import type { CredentialView, DeviceView } from '@lanyard/contract';
import { DateText } from '../../parts/date.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { systemWords } from '../../words/credential-words.ts';
import type { StateWord } from '../../words/tone.ts';
import { CredentialPart } from './credential-part.tsx';
import { DeviceActs } from './device-acts.tsx';

interface DeviceCardProps {
  readonly device: DeviceView;
  readonly credentials: readonly CredentialView[];
}

/** A device with what it carries, as a card on a lanyard. */
export function DeviceCard({ device, credentials }: DeviceCardProps) {
  const titleId = `device-${device.id}`;
  return (
    <article className="card" aria-labelledby={titleId}>
      <span className="card__slot" aria-hidden="true" />
      <header className="card__head">
        <h3 id={titleId}>{device.name}</h3>
        <p className="quiet">{systemWords(device)}</p>
        {device.state === 'lost' && <StateMark state={lost} />}
      </header>
      {credentials.map((credential) => (
        <CredentialPart key={credential.id} credential={credential} device={device} />
      ))}
      {credentials.length === 0 && <p className="card__none">{noneWords(device)}</p>}
      <footer className="card__foot">
        <p className="quiet">
          {device.lastCheckInAt === null ? (
            'Has not checked in yet'
          ) : (
            <>
              Last checked in <DateText at={device.lastCheckInAt} />
            </>
          )}
        </p>
        <DeviceActs device={device} credentials={credentials} />
      </footer>
    </article>
  );
}

const lost: StateWord = { word: 'Reported lost', tone: 'attention' };

const noneWords = (device: DeviceView): string =>
  device.state === 'lost'
    ? 'Nothing on it works any more. If you have it back, set it up again with a new PIN.'
    : 'No derived credential on it yet. Request one, and this phone picks it up.';
