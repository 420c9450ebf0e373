import type { IntakeLine, IntakeView } from '@lanyard/contract';
import type { IntakeLineRow, IntakeRow } from '../pg/intakes.ts';

export const intakeViewOf = (row: IntakeRow): IntakeView => ({
  id: row.id,
  origin: row.origin,
  name: row.name,
  sourceId: row.source_id,
  state: row.state,
  counts: row.counts,
  progress: { done: row.state === 'done' ? row.lines : row.done, of: row.lines },
  problem: row.problem,
  madeAt: row.made_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
});

export const lineViewOf = (row: IntakeLineRow): IntakeLine => ({
  line: row.line,
  outcome: row.outcome,
  reason: row.reason,
  userName: row.facts.userName,
  upn: row.facts.upn,
  displayName: row.facts.displayName,
  personId: row.person_id,
  changes: [
    ...row.changes,
    ...row.joins.map((name) => ({ field: 'groups', before: '', after: name })),
    ...row.leaves.map((name) => ({ field: 'groups', before: name, after: '' })),
  ],
});
