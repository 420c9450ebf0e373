import type { InvitationInput, InvitationPreview } from '@lanyard/contract';
import { composeMail } from './compose-mail.ts';
import { inviteesOf } from './invite.ts';
import type { NoticesConfig, NoticesPorts } from './ports.ts';

const LOOKED_AT = 200;

/** One mail of each kind that would be sent, to whom it would be sent, and how many get it. Nothing is sent. */
export async function previewInvitation(
  ports: NoticesPorts,
  config: NoticesConfig,
  input: InvitationInput,
): Promise<InvitationPreview> {
  const invitees = inviteesOf(ports);
  const people = 'person' in input ? [input.person] : await invitees.members(input.group, null, LOOKED_AT);
  const mails = new Map<string, InvitationPreview['mails'][number]>();
  let skipped = 0;
  for (const personId of people) {
    const way = await invitees.wayOf(personId);
    const recipient = way && (await ports.recipient(personId));
    if (!way || !recipient) {
      skipped++;
      continue;
    }
    const key = `${way.kind} ${recipient.language ?? ''} ${way.facts['providerName'] ?? ''}`;
    const known = mails.get(key);
    if (known) known.people++;
    else {
      const { kind, facts } = way;
      const mail = await composeMail(ports, config, ports.db.pool, { kind, facts, recipient });
      mails.set(key, { kind, people: 1, to: recipient.email, ...mail });
    }
  }
  return { people: people.length, skipped, mails: [...mails.values()] };
}
