import { LanyardError } from '@lanyard/kernel';
import type { AuthorityBook } from './authority/authority-book.ts';
import type { CycleConfig } from './cycle/cycle-request.ts';
import { runCycle } from './cycle/run-cycle.ts';
import type { IssuerPorts } from './ports.ts';
import { profileOf } from './profiles/index.ts';
import type { Issued, IssueInput } from './types.ts';

const MAX_REFERENCE = 200;

/** Issues a certificate for a key whose possession the caller has verified. */
export async function issue(
  needs: IssuerPorts,
  book: AuthorityBook,
  config: CycleConfig,
  input: IssueInput,
): Promise<Issued> {
  const { authority: id, profile, reference } = input;
  // References of the issuer's own certificates begin with a colon, so that no caller's meets them.
  if (reference === '' || reference.length > MAX_REFERENCE || reference.startsWith(':'))
    throw new LanyardError('input_invalid', { field: 'reference' });
  const authority = await book.issuing(id, reference);
  return await runCycle(needs, config, { ...input, authority, profile: profileOf(profile) });
}
