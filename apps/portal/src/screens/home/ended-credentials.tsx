import type { CredentialView, DeviceView } from '@lanyard/contract';
import { serverNow } from '../../api/server-clock.ts';
import { DateText } from '../../parts/date.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { credentialWord } from '../../words/credential-words.ts';

interface EndedCredentialsProps {
  readonly credentials: readonly CredentialView[];
  readonly devices: readonly DeviceView[];
}

export function EndedCredentials({ credentials, devices }: EndedCredentialsProps) {
  if (credentials.length === 0) return null;
  const nameOf = (deviceId: string): string => devices.find(({ id }) => id === deviceId)?.name ?? 'a removed device';
  return (
    <details className="fold fold--section">
      <summary>Recently ended ({credentials.length})</summary>
      <ul className="rows">
        {credentials.map((credential) => (
          <li key={credential.id}>
            <div className="credential__line">
              <strong>{credential.name}</strong>
              <StateMark state={credentialWord(credential, serverNow())} />
            </div>
            <p className="quiet">
              On {nameOf(credential.deviceId)}, issued <DateText at={credential.issuedAt} />
            </p>
            {credential.stateReason !== undefined && <p>{credential.stateReason}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}
