import type { RoleGrant, SessionView } from '@lanyard/contract';
import type { Session } from '../pg/sessions.ts';
import type { Person } from '../ports.ts';
import type { CsrfTokens } from '../session/csrf-token.ts';
import { spacesOf } from '../session/grants.ts';
import { freshUntil } from '../session/session-times.ts';

/** @param grants what the person may do on the admin portal, and where */
export function viewOfSession(
  session: Session,
  person: Person,
  grants: readonly RoleGrant[],
  csrf: CsrfTokens,
): SessionView {
  const { certificate } = session;
  return {
    id: session.id,
    personId: person.id,
    displayName: person.displayName,
    userName: person.userName,
    kind: session.kind,
    signedInAt: session.signedInAt.toISOString(),
    freshUntil: freshUntil(session).toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    csrfToken: csrf.of(session.id),
    roles: grants.map(({ role }) => role),
    spaces: spacesOf(grants),
    certificate: certificate && { ...certificate, notAfter: certificate.notAfter.toISOString() },
  };
}
