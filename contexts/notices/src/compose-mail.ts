import { fillText, type TextInput, type TextKind } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { findTextFor } from './pg/texts.ts';
import type { NoticesConfig, NoticesPorts, Recipient } from './ports.ts';
import { builtInTexts, valuesOf, type Facts } from './texts.ts';

export interface Composed {
  readonly subject: string;
  readonly text: string;
}

/** A mail in the recipient's language, by the organisation's own text where there is one. */
export async function composeMail(
  ports: Pick<NoticesPorts, 'letterhead'>,
  config: NoticesConfig,
  on: Queryable,
  order: { readonly kind: TextKind; readonly facts: Facts; readonly recipient: Recipient },
): Promise<Composed> {
  const { kind, facts, recipient } = order;
  const own = await findTextFor(on, kind, languagesOf(recipient.language));
  return fill(ports, config, own ?? builtInTexts[kind], facts, recipient.displayName);
}

/** A text with its values. What has none leaves no gap behind. */
export async function fill(
  { letterhead }: Pick<NoticesPorts, 'letterhead'>,
  { organisation, portalUrl }: NoticesConfig,
  { subject, body }: TextInput,
  facts: Facts,
  displayName: string,
): Promise<Composed> {
  const head = (await letterhead?.()) ?? { organisation, support: '' };
  const values = { ...valuesOf(facts), ...head, portalUrl, displayName };
  return {
    subject: fillText(subject, values)
      .replaceAll(/[\r\n]+/g, ' ')
      .trim(),
    text: `${fillText(body, values)
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()}\n`,
  };
}

/** The language itself, what it is a kind of, and English: the first with a text is taken. */
export function languagesOf(language = 'en'): string[] {
  const parts = language.split('-');
  const wider = parts.map((_, at) => parts.slice(0, parts.length - at).join('-'));
  return [...new Set([...wider, 'en'])];
}
