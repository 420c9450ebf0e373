import type { TextInput } from '@lanyard/contract';
import type { Actor, Queryable, Tx } from '@lanyard/kernel';
import { everyText } from './pg/texts.ts';
import type { NoticesPorts } from './ports.ts';
import { resetText, saveText, type TextTarget } from './save-text.ts';

/** The organisation's own texts, for who reads and writes all that is configured in one transaction. */
export const noticesConfigured = (ports: Pick<NoticesPorts, 'clock'>) => ({
  texts: (on: Queryable) => everyText(on),
  saveText: (tx: Tx, target: TextTarget, text: TextInput, by: Actor) => saveText(ports, tx, target, text, by),
  resetText: (tx: Tx, target: TextTarget, by: Actor) => resetText(ports, tx, target, by),
});
export type NoticesConfigured = ReturnType<typeof noticesConfigured>;
