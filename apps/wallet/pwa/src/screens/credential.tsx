import type { JSX } from 'react';
import type { CredentialDetails } from '@lanyard/wallet/core';
import { useModelState } from '../model/context.ts';
import { go } from '../model/route.ts';
import { dayOf, momentOf, PROVIDER_WORDS, PURPOSE_WORDS, validity } from '../model/words.ts';
import { Facts } from '../parts/facts.tsx';
import { Icon } from '../parts/icon.tsx';
import { PURPOSE_ICONS } from '../parts/lanyard-card.tsx';
import { List, Row } from '../parts/list.tsx';
import { Screen } from '../parts/screen.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { StateNotice } from '../parts/state-notice.tsx';
import { NothingHere } from './nothing-here.tsx';

/** One credential with its certificates; the trash can is at the upper right. */
export function CredentialScreen({ id }: { readonly id: string }): JSX.Element {
  const { overview } = useModelState();
  const credential = overview.credentials.find((known) => known.id === id);
  if (credential === undefined) return <NothingHere />;
  return (
    <Screen title={credential.name} action={<TrashButton credential={credential} />}>
      <p className="state-line">
        <StateMark state={credential.state} />
        <span>{validity(credential)}</span>
      </p>
      <StateNotice credential={credential} />
      <Facts
        facts={[
          ['Provider', PROVIDER_WORDS[credential.provider]],
          [
            'Issued',
            <time key="issued" dateTime={credential.issuedAt.toISOString()} title={momentOf(credential.issuedAt)}>
              {dayOf(credential.issuedAt)}
            </time>,
          ],
          [
            'Expires',
            <time key="expires" dateTime={credential.expiresAt.toISOString()} title={momentOf(credential.expiresAt)}>
              {dayOf(credential.expiresAt)}
            </time>,
          ],
        ]}
      />
      <List title="Certificates">
        {credential.certificates.map(({ purpose, sha256 }) => (
          <Row
            key={sha256}
            icon={PURPOSE_ICONS[purpose]}
            title={PURPOSE_WORDS[purpose].name}
            detail={PURPOSE_WORDS[purpose].use}
            href={`#/certificate/${sha256}`}
          />
        ))}
      </List>
    </Screen>
  );
}

function TrashButton({ credential }: { readonly credential: CredentialDetails }): JSX.Element {
  return (
    <button type="button" className="bar-button" onClick={() => go('delete', credential.id)}>
      <Icon name="trash" />
      <span className="visually-hidden">Delete this credential</span>
    </button>
  );
}
