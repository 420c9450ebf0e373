import type { SessionView } from '@lanyard/contract';
import type { Session } from '../pg/sessions.ts';
import type { Person } from '../ports.ts';
import type { CsrfTokens } from '../session/csrf-token.ts';
import { freshUntil } from '../session/session-times.ts';

export function viewOfSession(session: Session, person: Person, csrf: CsrfTokens): SessionView {
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
    roles: [...person.roles],
    certificate: { serial: session.serial, issuer: session.issuer, notAfter: session.notAfter.toISOString() },
  };
}
