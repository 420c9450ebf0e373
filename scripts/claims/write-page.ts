import type { Title } from './read-titles.ts';

export interface Note {
  /** What is claimed, in words of our own. */
  readonly claim?: string;
  readonly state?: 'proven' | 'configured' | 'not applicable';
  /** Why it is not proven; needed for every other state. */
  readonly reason?: string;
}

export type Notes = Readonly<Record<string, Note>>;

const GROUPS: Readonly<Record<string, string>> = {
  SSP: 'Self-service portal',
  AGT: 'Device agent',
  PDM: 'Derived credential app',
  ENT: 'Provider: Entrust and built-in',
  PBR: 'Provider: Purebred',
  OTH: 'Provider: other',
  APP: 'Managed apps',
  ADM: 'Admin portal',
  BLE: 'Desktop reader',
  PSH: 'Push sign-in',
  EPM: 'Enrolment by the client',
  MAA: 'MaaS360',
};

/**
 * The claims page: each requirement that a test names or a note speaks of.
 *
 * @throws Error naming the note that claims something no test proves, or gives no reason
 */
export function writePage(titles: readonly Title[], notes: Notes): string {
  // words alone, without a test or a state, claim nothing yet
  const noted = Object.keys(notes).filter((id) => notes[id]?.state !== undefined);
  const ids = [...new Set([...titles.flatMap((title) => title.ids), ...noted])].sort();
  const prefixes = [...new Set(ids.map((id) => id.slice(0, 3)))].sort((a, b) => rank(a) - rank(b));
  const groups = prefixes.map((prefix) => {
    const rows = ids.filter((id) => id.startsWith(prefix)).map((id) => row(id, titles, notes[id] ?? {}));
    return `## ${prefix}: ${GROUPS[prefix] ?? 'others'}\n\n| id | claim | state | test |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Claims\n\n${INTRODUCTION}\n\n${groups.join('\n')}`;
}

const INTRODUCTION =
  'Made by `scripts/claims.ts` from the titles of the tests and from `claims-notes.json`; do not edit it. ' +
  '*Proven*: the tests named exercise it. *Configured*: it can be set and is handed on, what consumes it is not built. ' +
  '*Not applicable*: the reason stands beside it. A requirement that is not here is not claimed.';

function row(id: string, titles: readonly Title[], note: Note): string {
  const proofs = titles.filter((title) => title.ids.includes(id));
  const state = note.state ?? 'proven';
  if (state === 'proven' && proofs.length === 0)
    throw new Error(`claims-notes.json says ${id} is proven, and no test names it`);
  if (state !== 'proven' && !note.reason) throw new Error(`claims-notes.json gives no reason why ${id} is ${state}`);
  const claim = note.claim ?? sentence(proofs[0]?.text ?? '');
  const files = [...new Set(proofs.map(({ file }) => file))].map((file) => `[${file.split('/').at(-1)}](../${file})`);
  return `| ${id} | ${cell(claim)} | ${cell(note.reason ? `${state}: ${note.reason}` : state)} | ${files.join('<br>')} |`;
}

function rank(prefix: string): number {
  const place = Object.keys(GROUPS).indexOf(prefix);
  return place < 0 ? Infinity : place;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
