import type { AuthorityView } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';

/** The path of an authority, each certificate below the one that signed it. */
export const ChainPicture = ({ authority: { id, chain } }: { readonly authority: AuthorityView }) => (
  <ol className="chain" aria-label="From the root down">
    {chain.toReversed().map((link) => (
      <li key={link.subject} aria-current={link.id === id ? 'true' : undefined}>
        {link.id === null || link.id === id ? (
          <strong>{link.subject}</strong>
        ) : (
          <Link to={`/admin/authorities/${link.id}`}>{link.subject}</Link>
        )}
        <br />
        <span className="quiet">
          until <DateText at={link.notAfter} />
        </span>
      </li>
    ))}
  </ol>
);
