import type { OpenContexts } from './contexts.ts';

/**
 * Invites a person by e-mail. The link to the self-service portal is in it only where both settings hold for the
 * person: Self Service Portal Authentication "Certificate" with a trusted issuer, and Device Registration "PIN Only".
 */
export async function invite({ db, directory, notices }: OpenContexts, userName: string): Promise<void> {
  const person = await directory.personByUserName(userName);
  if (!person) throw new Error(`nobody is called ${userName}: "lanyard person list" shows everybody`);
  const [portal, registration] = await Promise.all([
    directory.setting(person.id, 'portal_authentication'),
    directory.setting(person.id, 'device_registration'),
  ]);
  const both =
    portal.value.type === 'Certificate' && portal.value.anchors.length > 0 && registration.value.type === 'PIN Only';
  await db.tx((tx) =>
    notices.send(tx, { personId: person.id, kind: 'invitation', facts: { variant: both ? 'portal' : 'other' } }),
  );
}
