import type { CertificateFacts, CertificateValidity } from '@lanyard/contract';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { FactList } from '../../parts/fact-list.tsx';

const validities: Readonly<Record<CertificateValidity, StateWord>> = {
  not_yet: { word: 'Not valid yet', tone: 'attention' },
  valid: { word: 'Valid', tone: 'active' },
  ends_soon: { word: 'Ends soon', tone: 'waiting' },
  ended: { word: 'Ended: opens the portal to nobody', tone: 'attention' },
};

/** What a trusted issuer is known by, to compare with what its authority published. */
export function IssuerFacts({ facts }: { readonly facts: CertificateFacts | null }) {
  if (facts === null)
    return (
      <StateMark state={{ word: 'Cannot be read, so it trusts nobody: choose its file again', tone: 'attention' }} />
    );
  const { subject, notBefore, notAfter, validity, sha256 } = facts;
  return (
    <>
      <StateMark state={validities[validity]} />
      <FactList
        facts={[
          { title: 'Subject', value: subject },
          { title: 'Valid from', value: <DateText at={notBefore} /> },
          { title: 'Valid until', value: <DateText at={notAfter} /> },
          { title: 'Fingerprint (SHA-256)', value: <code>{inPairs(sha256)}</code> },
        ]}
      />
    </>
  );
}

/** As other programs print it, so that two can be held side by side. */
const inPairs = (hex: string): string => hex.toUpperCase().replaceAll(/(..)(?=.)/gu, '$1:');
