import { placeholderFaults, type TextInput, type TextKind } from '@lanyard/contract';
import { LanyardError, recordAudit, requireVersion, type Actor, type Tx } from '@lanyard/kernel';
import { deleteText, lockText, upsertText } from './pg/texts.ts';
import type { NoticesPorts } from './ports.ts';

export interface TextTarget {
  readonly kind: TextKind;
  readonly language: string;
  /** The version that the change was made on; 0 for what is built in. */
  readonly expected: number;
}

/**
 * @throws LanyardError `text_placeholder_wrong` naming what is unknown or missing
 */
export function checkText(kind: TextKind, text: TextInput): void {
  const { known, missing, unknown } = placeholderFaults(kind, text);
  if (unknown.length > 0 || missing.length > 0)
    throw new LanyardError('text_placeholder_wrong', { unknown, missing, known });
}

/** Sets a text of the organisation's own. @throws LanyardError `text_placeholder_wrong`, `conflict` */
export async function saveText(
  { clock }: Pick<NoticesPorts, 'clock'>,
  tx: Tx,
  { kind, language, expected }: TextTarget,
  text: TextInput,
  by: Actor,
): Promise<void> {
  checkText(kind, text);
  const before = await lockText(tx, kind, language);
  requireVersion(expected, before ?? { version: 0 });
  const now = clock.now();
  await upsertText(tx, { kind, language, ...text }, by, now);
  await note(tx, 'notice_text.changed', { kind, language }, before, by, now);
}

/** Goes back to the built-in text. @throws LanyardError `not_found`, `conflict` */
export async function resetText(
  { clock }: Pick<NoticesPorts, 'clock'>,
  tx: Tx,
  { kind, language, expected }: TextTarget,
  by: Actor,
): Promise<void> {
  const before = await lockText(tx, kind, language);
  if (before === null) throw new LanyardError('not_found', { kind, language });
  requireVersion(expected, before);
  await deleteText(tx, kind, language);
  await note(tx, 'notice_text.reset', { kind, language }, before, by, clock.now());
}

/** With the words of before: from there they can be copied back. */
async function note(
  tx: Tx,
  act: string,
  { kind, language }: Omit<TextTarget, 'expected'>,
  before: TextInput | null,
  by: Actor,
  at: Date,
): Promise<void> {
  const was = before && { subject: before.subject, body: before.body };
  const entry = { act, outcome: 'done', actor: by, object: `${kind} ${language}` } as const;
  await recordAudit(tx, { ...entry, details: { kind, language, before: was } }, at);
}
