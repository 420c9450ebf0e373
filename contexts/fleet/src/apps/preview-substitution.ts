import { substitute, type AppConfigurationValue } from '@lanyard/contract';
import type { Editor } from '../configurations/editor.ts';
import type { FleetParts } from '../ports.ts';
import { deviceFacts } from './device-facts.ts';
import { emailPlusPairs } from './email-plus-pairs.ts';

/** What a chosen device would be told, by the same replacement as at its check-in. */
export async function previewSubstitution(
  parts: FleetParts,
  { deviceId, value }: { readonly deviceId: string; readonly value: AppConfigurationValue },
  editor: Pick<Editor, 'spaces'>,
) {
  const { values } = await deviceFacts(parts, deviceId, editor);
  const written = [...(value.emailPlus === null ? [] : emailPlusPairs(value.emailPlus)), ...value.pairs];
  return {
    pairs: written.map(({ key, value: text }) => {
      const { text: delivered, empty, unknown } = substitute(text, values);
      return { key, written: text, delivered, empty: [...empty], unknown: [...unknown] };
    }),
  };
}
