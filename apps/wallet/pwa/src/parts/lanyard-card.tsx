import type { JSX } from 'react';
import type { Purpose } from '@lanyard/contract';
import type { CredentialDetails } from '@lanyard/wallet/core';
import { PURPOSE_WORDS, STATE_WORDS, validity } from '../model/words.ts';
import { Icon, type IconName } from './icon.tsx';
import { StateMark } from './state-mark.tsx';

export const PURPOSE_ICONS: Readonly<Record<Purpose, IconName>> = {
  authentication: 'key',
  signing: 'signing',
  encryption: 'mail',
  decryption: 'archive',
};

interface CardProps {
  readonly credential: CredentialDetails;
  readonly holder: string;
  readonly organisation: string;
  onOpen(): void;
}

/** The credential as what it stands for: a card that hangs on a lanyard. The whole card is one button. */
export function LanyardCard({ credential, holder, organisation, onOpen }: CardProps): JSX.Element {
  const { tone } = STATE_WORDS[credential.state];
  return (
    <div className="hanging">
      <Strap />
      <button type="button" className={`card card-${tone}`} onClick={onOpen}>
        <span className="card-slot" aria-hidden="true" />
        <span className="card-top">
          <span className="card-organisation">{organisation}</span>
          <StateMark state={credential.state} />
        </span>
        <span className="card-person">
          <span className="card-avatar" aria-hidden="true">
            {initials(holder)}
          </span>
          <span>
            <span className="card-holder">{holder}</span>
            <span className="card-name">{credential.name}</span>
          </span>
        </span>
        <span className="card-bottom">
          <span className="card-purposes">
            {credential.certificates.map(({ purpose, sha256 }) => (
              <span key={sha256} className="card-purpose">
                <Icon name={PURPOSE_ICONS[purpose]} />
                <span className="visually-hidden">{PURPOSE_WORDS[purpose].name}</span>
              </span>
            ))}
          </span>
          <span className="card-days">{validity(credential)}</span>
        </span>
      </button>
    </div>
  );
}

/** The place where a card will hang. */
export function EmptyCard({ organisation }: { readonly organisation: string }): JSX.Element {
  return (
    <div className="hanging">
      <Strap />
      <div className="card card-empty">
        <span className="card-slot" aria-hidden="true" />
        <p className="card-organisation">{organisation}</p>
        <p className="card-empty-title">No derived credential yet</p>
        <p>
          A derived credential is your smart card’s trust, kept on this phone: certificates that sign you in without the
          card.
        </p>
      </div>
    </div>
  );
}

function Strap(): JSX.Element {
  return (
    <svg className="strap" viewBox="0 0 120 64" aria-hidden="true" focusable="false">
      <path className="strap-band" d="M28-6 60 44 92-6" />
      <path className="strap-edge" d="M28-6 60 44 92-6" />
      <rect className="strap-clip" x="51" y="36" width="18" height="25" rx="5" />
      <rect className="strap-hole" x="56" y="49" width="8" height="7" rx="2.5" />
    </svg>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((part) => /^\p{L}/u.test(part))
    .filter((_part, index, all) => index === 0 || index === all.length - 1)
    .map((part) => part[0]?.toUpperCase())
    .join('');
