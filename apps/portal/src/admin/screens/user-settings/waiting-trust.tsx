import { listedApproval, listPage } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Note } from '../../../parts/note.tsx';
import { adminQuery } from '../../api/admin-query.ts';

const page = listPage(listedApproval);
const asked = { state: 'pending', act: 'trust.change', limit: '5' };

/** Changes of trusted issuers that are asked for already, so that nobody asks for the same. */
export function WaitingTrust() {
  const { data } = useQuery(adminQuery(page, 'approvals', asked));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Note tone="waiting" title="A change of the trusted issuers waits for a second person.">
      <ul>
        {data.items.map(({ id, summary, asked: { displayName } }) => (
          <li key={id}>
            <Link to={`/admin/approvals/${id}`}>{summary}</Link>, asked for by {displayName}
          </li>
        ))}
      </ul>
    </Note>
  );
}
