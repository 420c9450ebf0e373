import type { AppView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { z } from 'zod';
import { keyOf } from '../../parts/form/draft.ts';
import type { FieldProps } from '../../parts/form/form-context.ts';
import { idOfField, useForm } from '../../parts/form/form-context.ts';
import { LabelledSet } from '../../parts/form/labelled.tsx';
import { CertificateSelect } from './certificate-select.tsx';
import { Findings } from './findings.tsx';
import { KeyInput } from './key-input.tsx';
import { changedAt, offeredKeys, without } from './pair-words.ts';
import { useFindings } from './use-findings.ts';

interface CertificateRow {
  readonly key: string;
  /** Empty until it is chosen. */
  readonly configurationId: string;
}

const rowsSchema = z.array(z.object({ key: z.string(), configurationId: z.string() }));
const blank: CertificateRow = { key: '', configurationId: '' };

interface CertificatesFieldProps extends FieldProps {
  readonly app: AppView;
  /** Names of what is chosen already, by id. */
  readonly names: Readonly<Record<string, string>>;
}

/** "AppConnect Certificate Configuration": keys whose value is a certificate of the purpose that the key asks for. */
export function CertificatesField({ app, names, ...props }: CertificatesFieldProps) {
  const { value, onChange, path } = props;
  const rows: readonly CertificateRow[] = rowsSchema.catch([]).parse(value);
  return (
    <LabelledSet {...props}>
      <ol className="pairs">
        {rows.map((row, index) => (
          <Line
            key={index}
            app={app}
            names={names}
            path={[...path, index]}
            row={row}
            rows={rows}
            onChange={(patch) => onChange(changedAt(rows, index, patch))}
            onRemove={() => onChange(without(rows, index))}
          />
        ))}
      </ol>
      <Button type="button" outline className="button-small" onClick={() => onChange([...rows, blank])}>
        +Add certificate key
      </Button>
    </LabelledSet>
  );
}

interface LineProps {
  readonly app: AppView;
  readonly names: Readonly<Record<string, string>>;
  readonly path: FieldProps['path'];
  readonly row: CertificateRow;
  readonly rows: readonly CertificateRow[];
  readonly onChange: (patch: Partial<CertificateRow>) => void;
  readonly onRemove: () => void;
}

function Line({ app, names, path, row, rows, onChange, onRemove }: LineProps) {
  const { name, errors } = useForm();
  const findings = useFindings(app, keyOf(path.slice(1)));
  const number = Number(path.at(-1)) + 1;
  const errorOf = (field: string): string | null => errors.get(keyOf([...path, field])) ?? null;
  return (
    <li className="pairs__line" id={idOfField(name, path)} tabIndex={-1}>
      <KeyInput
        id={idOfField(name, [...path, 'key'])}
        label={`Certificate key ${number}`}
        value={row.key}
        names={offeredKeys(app, 'certificate', rows).map((offer) => offer.name)}
        error={errorOf('key')}
        onChange={(key) => onChange({ key })}
      />
      <CertificateSelect
        id={idOfField(name, [...path, 'configurationId'])}
        label={`Certificate ${number}`}
        app={app}
        of={row.key}
        names={names}
        value={row.configurationId}
        error={errorOf('configurationId')}
        onChange={(configurationId) => onChange({ configurationId })}
      />
      <Button type="button" unstyled className="pairs__remove" onClick={onRemove}>
        Remove<span className="usa-sr-only"> certificate key {number}</span>
      </Button>
      <Findings findings={findings} />
    </li>
  );
}
