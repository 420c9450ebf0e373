import type { BulkAct, BulkArea, BulkPreview } from '@lanyard/contract';
import { countBulk } from '../pg/bulk-counts.ts';
import type { CredentialsParts } from '../ports.ts';
import { changedByState, endsCredentials } from './bulk-act.ts';
import { type Choice, choose } from './choose.ts';
import { MASS_REVOCATION } from './mass-revocation.ts';

/** What a bulk act would do. Changes nothing. @throws as `choose` */
export async function previewBulk(
  parts: CredentialsParts,
  order: Choice & { readonly area: BulkArea; readonly act: BulkAct },
  spaces: readonly string[] | null,
): Promise<BulkPreview> {
  const { area, act } = order;
  const found = await choose(parts, area, order, spaces);
  const total = found.length;
  const ids = found.map(({ id }) => id);
  const { changed, people, ending } = await countBulk(parts.db.pool, area, act, ids);
  const input = { bulkId: parts.random.uuid(), area, act, cause: null, ending, total };
  const needsApproval = endsCredentials(area, act) && (await parts.approvals.needs(MASS_REVOCATION, input));
  const states = found.map(({ state }) => state);
  return { total, changed: changedByState(act, states) ?? changed, people, ending, needsApproval };
}
