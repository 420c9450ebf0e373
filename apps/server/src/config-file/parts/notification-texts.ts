import { textFacts, type NamedText } from '@lanyard/contract';
import type { Part } from '../part.ts';

const keyOf = ({ kind, language }: Pick<NamedText, 'kind' | 'language'>): string => `${kind} ${language}`;

export const notificationTexts: Part<NamedText> = {
  name: 'notificationTexts',
  async read({ notices, tx }) {
    const rows = await notices.configured.texts(tx);
    const texts = rows.map(({ kind, language, subject, body }) => ({ kind, language, subject, body }));
    return {
      file: { notificationTexts: texts },
      rows: rows.map((row) => [keyOf(row), { id: keyOf(row), version: row.version }]),
    };
  },
  items: ({ notificationTexts: all }) =>
    all?.map((value, i) => ({
      key: keyOf(value),
      name: `${textFacts[value.kind].title} (${value.language})`,
      value,
      path: ['notificationTexts', i],
    })) ?? null,
  async put({ notices, tx, by }, { kind, language, ...text }, kept) {
    await notices.configured.saveText(tx, { kind, language, expected: kept?.version ?? 0 }, text, by);
    return keyOf({ kind, language });
  },
  remove: ({ notices, tx, by }, { value: { kind, language }, version }) =>
    notices.configured.resetText(tx, { kind, language, expected: version }, by),
};
