import { LanyardError, recordAudit } from '@lanyard/kernel';
import { keyKindOf, type Name, nameFrom, OID } from '@lanyard/pki';
import type { CycleConfig } from '../cycle/cycle-request.ts';
import { authoritiesOfLine } from '../pg/authorities.ts';
import type { AuthorityRow } from '../pg/tables.ts';
import type { IssuerPorts } from '../ports.ts';
import type { Authority, AuthoritySpec, RolloverSpec } from '../types.ts';
import type { AuthorityBook } from './authority-book.ts';
import { createAuthority } from './create-authority.ts';

const MAX_ID = 32;

/**
 * Makes the successor of a line's newest authority, and says so in the log. A successor that an interrupted call began is
 * the one that is finished.
 * @throws LanyardError `authority_unknown`; `input_invalid` for a root, whose successor is a new trust anchor
 */
export async function rollOver(
  needs: IssuerPorts,
  book: AuthorityBook,
  config: CycleConfig,
  spec: RolloverSpec,
): Promise<Authority> {
  // One look at the line decides who is followed and what the successor is called: two who do one order make one.
  const rows = await authoritiesOfLine(needs.db.pool, spec.line);
  const present = await book.view(newestOf(rows, spec.line).id);
  if (spec.successorOf !== undefined && present.id !== spec.successorOf) return present;
  const successor = await createAuthority(needs, book, config, successorSpec(present, rows, spec));
  const { id: object, line, activeFrom } = successor;
  const actor = spec.actor ?? ({ kind: 'system', part: 'issuer' } as const);
  const details = { line, activeFrom: activeFrom.toISOString(), serial: successor.certificate.serial };
  await needs.db.tx((tx) =>
    recordAudit(tx, { act: 'authority.rolled-over', outcome: 'done', actor, object, details }, needs.clock.now()),
  );
  return successor;
}

/**
 * The newest authority of a line that has its certificate.
 * @param rows of the line, newest first
 * @throws LanyardError `authority_unknown`; `input_invalid` for a root, whose successor is a new trust anchor
 */
export function newestOf(rows: readonly AuthorityRow[], line: string): AuthorityRow {
  const newest = rows.find(({ certificate }) => certificate !== null);
  if (newest === undefined) throw new LanyardError('authority_unknown', { authority: line });
  if (newest.kind === 'root')
    throw new LanyardError('input_invalid', { authority: line, reason: 'a new root is made in a key ceremony' });
  return newest;
}

function successorSpec(
  present: Authority,
  rows: readonly AuthorityRow[],
  { line, keyType, lifetimeDays, activeFrom }: RolloverSpec,
): AuthoritySpec {
  const begun = rows.find((row) => row.certificate === null);
  return {
    id: begun?.id ?? nextId(line, rows.length + 1),
    kind: present.kind,
    parent: present.parent ?? undefined,
    subject: nextName(present, rows.length + (begun ? 0 : 1)),
    keyType: keyType ?? keyTypeOf(present),
    lifetimeDays,
    policies: (present.certificate.certificatePolicies ?? []).map((p) => p.policy),
    line,
    activeFrom,
  };
}

function keyTypeOf({ certificate }: Authority): AuthoritySpec['keyType'] {
  const kind = keyKindOf(certificate.publicKey);
  if (kind === undefined) throw new LanyardError('input_invalid', { field: 'keyType' });
  return kind;
}

function nextId(line: string, generation: number): string {
  const end = `-${generation}`;
  return `${line.slice(0, MAX_ID - end.length)}${end}`;
}

/** A name of its own: with one name for two keys, whoever looks for a CRL by name alone may take the wrong one. */
function nextName({ certificate, line }: Authority, generation: number): Name {
  const attributes = certificate.subject.rdns.flat();
  const commonName = attributes.find((a) => a.type === OID.commonName)?.value ?? line;
  const base = commonName.replace(/ \d+$/, '');
  const rest = attributes.filter((a) => a.type !== OID.commonName).map(({ type, value }) => ({ type, value }));
  return nameFrom([...rest, { type: 'CN', value: `${base} ${generation}` }]);
}
