import type { AuthorityHealth } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { numberWords } from '../../words/total-words.ts';

const states: Readonly<Record<AuthorityHealth['state'], StateWord>> = {
  good: { word: 'Good', tone: 'active' },
  attention: { word: 'Needs attention', tone: 'attention' },
  failed: { word: 'Failed', tone: 'attention' },
};

/** Whether relying parties can learn of a revocation: CRLs and OCSP of every authority. */
export function AuthoritySheet({ authorities }: { readonly authorities: readonly AuthorityHealth[] }) {
  return (
    <Sheet title="CRL and OCSP">
      {authorities.length === 0 ? (
        <EmptyState title="No authority">
          <p>Without one nothing can be issued. Make the authorities with the key ceremony.</p>
        </EmptyState>
      ) : (
        <ul className="rows">
          {authorities.map((authority) => (
            <li key={authority.id}>
              <StateMark state={states[authority.state]} /> <Link to={authority.link}>{authority.kind}</Link>
              {authority.words !== null && <p>{authority.words}</p>}
              <p className="quiet">{authority.crl === null ? 'No CRL yet.' : <CrlWords crl={authority.crl} />}</p>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function CrlWords({ crl }: { readonly crl: NonNullable<AuthorityHealth['crl']> }) {
  return (
    <>
      CRL {crl.number} of <DateText at={crl.thisUpdate} />, the next by <DateText at={crl.nextUpdate} />
      {crl.behind > 0 && `; not on it yet: ${numberWords(crl.behind)} of the latest revocations`}
    </>
  );
}
