import type { AudiencePreview } from '@lanyard/contract';
import { audiencePreview } from '@lanyard/contract';
import type { ReactNode } from 'react';
import { Note } from '../../parts/note.tsx';
import { adminCall } from '../api/admin-call.ts';
import { numberWords } from '../words/total-words.ts';

interface AudiencePreviewWordsProps {
  readonly preview: AudiencePreview;
  /** What it is about: "configuration", "app". */
  readonly noun: string;
}

type Side = Exclude<keyof AudiencePreview, 'warnings'>;

const sides: readonly { readonly key: Side; readonly words: (devices: string, noun: string) => string }[] = [
  { key: 'gains', words: (devices, noun) => `Get this ${noun} and do not have it now: ${devices}` },
  { key: 'changes', words: (devices, noun) => `Have this ${noun} and get the new version: ${devices}` },
  { key: 'loses', words: (devices, noun) => `Lose this ${noun}: ${devices}` },
];

/** Which devices gain, change or lose something, by name as far as they were named. */
export function AudiencePreviewWords({ preview, noun }: AudiencePreviewWordsProps) {
  const touched = sides.filter(({ key }) => preview[key].count > 0);
  return (
    <>
      {touched.length === 0 && <p>No device gains or loses anything.</p>}
      {touched.map(({ key, words }) => (
        <DeviceSide key={key} title={words(deviceWords(preview[key].count), noun)} side={preview[key]} />
      ))}
      {preview.warnings.map((warning) => (
        <Note key={warning} tone="attention" title={warning} />
      ))}
    </>
  );
}

const deviceWords = (count: number): string => (count === 1 ? '1 device' : `${numberWords(count)} devices`);

function DeviceSide({ title, side }: { readonly title: string; readonly side: AudiencePreview[Side] }) {
  const more = side.count - side.first.length;
  return (
    <details className="preview__side">
      <summary>{title}</summary>
      <ul>
        {side.first.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
        {more > 0 && <li>and {numberWords(more)} more</li>}
      </ul>
    </details>
  );
}

/** Asks the server what a write would do, changing nothing, and puts it into words. @param path ends in `/preview` */
export async function askAudience(path: string, body: unknown, noun: string): Promise<ReactNode> {
  return <AudiencePreviewWords noun={noun} preview={await adminCall(audiencePreview, 'POST', path, body)} />;
}
