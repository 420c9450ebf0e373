import type { CertificateFacts, CertificateValidity } from '@lanyard/contract';
import { Fragment } from 'react';
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
    <div className="issuer-facts">
      <StateMark state={validities[validity]} />
      <FactList
        facts={[
          { title: 'Subject', value: subject },
          { title: 'Valid from', value: <DateText at={notBefore} /> },
          { title: 'Valid until', value: <DateText at={notAfter} /> },
          { title: 'Fingerprint (SHA-256)', value: <Fingerprint hex={sha256} /> },
        ]}
      />
    </div>
  );
}

/** As other programs print it, so that two can be held side by side; a line ends between two octets. */
function Fingerprint({ hex }: { readonly hex: string }) {
  const pairs = hex.toUpperCase().match(/../gu) ?? [];
  return (
    <code>
      {pairs.map((pair, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- an octet is known by its place alone
        <Fragment key={at}>
          {at > 0 && (
            <>
              :<wbr />
            </>
          )}
          {pair}
        </Fragment>
      ))}
    </code>
  );
}
