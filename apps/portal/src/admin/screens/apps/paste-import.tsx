import type { AppView, ParsedPairs } from '@lanyard/contract';
import { keyValuePair, parsedPairs } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { z } from 'zod';
import { adminCall } from '../../api/admin-call.ts';
import { valueAt } from '../../parts/form/draft.ts';
import { useForm } from '../../parts/form/form-context.ts';
import { Refusal } from '../../parts/refusal.tsx';
import { Table } from '../../parts/table.tsx';
import { Findings } from './findings.tsx';
import { withPairs } from './pair-words.ts';

const pairList = z.array(keyValuePair).catch([]);
const certificateList = z.array(z.object({ key: z.string(), configurationId: z.string() })).catch([]);

/** Key-value pairs as another product shows or exports them: read first, then taken. */
export function PasteImport({ app }: { readonly app: AppView }) {
  const id = useId();
  const { draft, change } = useForm();
  const [text, setText] = useState('');
  const read = useMutation({
    mutationFn: () =>
      adminCall(parsedPairs, 'POST', 'apps/parse-pairs', { text, kind: app.kind, platform: app.platform }),
  });
  const take = ({ pairs, certificates }: ParsedPairs): void => {
    change(['value', 'pairs'], withPairs(pairList.parse(valueAt(draft, ['value', 'pairs'])), pairs));
    const present = certificateList.parse(valueAt(draft, ['value', 'certificates']));
    const fresh = certificates.filter(({ key }) => !present.some((one) => one.key === key));
    change(['value', 'certificates'], [...present, ...fresh.map(({ key }) => ({ key, configurationId: '' }))]);
    read.reset();
    setText('');
  };
  return (
    <details className="more">
      <summary>Paste from another product</summary>
      <label className="usa-label" htmlFor={id}>
        Key-value pairs
      </label>
      <p className="field__help" id={`${id}-help`}>
        Lines of key=value or key: value, columns of a table, JSON, an iOS property list, or Android managed
        configuration.
      </p>
      <textarea
        id={id}
        className="usa-textarea"
        rows={5}
        spellCheck={false}
        value={text}
        aria-describedby={`${id}-help`}
        onChange={(event) => {
          setText(event.target.value);
          read.reset(); // what was read of another text is not taken for this one
        }}
      />
      <Button
        type="button"
        outline
        className="button-small"
        aria-disabled={read.isPending || text.trim() === ''}
        onClick={() => text.trim() !== '' && read.mutate()}
      >
        Read
      </Button>
      {read.isError && <Refusal error={read.error} />}
      {read.data !== undefined && <Understood parsed={read.data} onTake={take} />}
    </details>
  );
}

interface UnderstoodProps {
  readonly parsed: ParsedPairs;
  readonly onTake: (parsed: ParsedPairs) => void;
}

function Understood({ parsed, onTake }: UnderstoodProps) {
  const { understoodAs, pairs, certificates, leftOut, findings } = parsed;
  const count = pairs.length + certificates.length;
  return (
    <div role="status">
      <p>
        Read as {understoodAs}: {count} {count === 1 ? 'key' : 'keys'}.
        {certificates.length > 0 && ' Which certificate each certificate key has is chosen afterwards.'}
      </p>
      {count > 0 && (
        <Table
          caption="What was read"
          rows={[...pairs, ...certificates]}
          rowKey={({ key }) => key}
          rowName={({ key }) => key}
          columns={[
            { key: 'key', title: 'Key', cell: ({ key }) => key },
            { key: 'value', title: 'Value', cell: ({ value }) => value },
          ]}
        />
      )}
      {leftOut.length > 0 && (
        <ul>
          {leftOut.map(({ line, text, why }) => (
            <li key={line}>
              Line {line} was left out, {why}: <code>{text}</code>
            </li>
          ))}
        </ul>
      )}
      <Findings findings={findings} />
      {count > 0 && (
        <Button type="button" className="button-small" onClick={() => onTake(parsed)}>
          Take {count === 1 ? 'it' : `these ${count}`}
        </Button>
      )}
    </div>
  );
}
