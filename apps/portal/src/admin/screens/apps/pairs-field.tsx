import type { AppView, KeyValuePair } from '@lanyard/contract';
import { keyValuePair, prefilledPairs, provider } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { keyOf, valueAt } from '../../parts/form/draft.ts';
import type { FieldProps } from '../../parts/form/form-context.ts';
import { idOfField, useForm } from '../../parts/form/form-context.ts';
import { LabelledSet } from '../../parts/form/labelled.tsx';
import { Findings } from './findings.tsx';
import { KeyInput } from './key-input.tsx';
import { changedAt, offeredKeys, without, withPairs } from './pair-words.ts';
import { PasteImport } from './paste-import.tsx';
import { SubstitutionPreview } from './substitution-preview.tsx';
import { useFindings } from './use-findings.ts';
import { ValueInput } from './value-input.tsx';

/** "AppConnect Custom Configuration": keys with text, checked line by line while they are typed. */
export function PairsField({ app, ...props }: FieldProps & { readonly app: AppView }) {
  const { value, onChange, path } = props;
  const { draft } = useForm();
  const pairs = readPairs(value);
  const whose = provider.safeParse(valueAt(draft, ['value', 'provider']));
  const usual = prefilledPairs(app.kind, app.platform, whose.success ? whose.data : null).filter(
    ({ key }) => !pairs.some((pair) => pair.key === key),
  );
  return (
    <LabelledSet {...props}>
      <ol className="pairs">
        {pairs.map((pair, index) => (
          <Line
            key={index}
            app={app}
            path={[...path, index]}
            pair={pair}
            pairs={pairs}
            onChange={(patch) => onChange(changedAt(pairs, index, patch))}
            onRemove={() => onChange(without(pairs, index))}
          />
        ))}
      </ol>
      <div className="link-acts">
        <Button type="button" outline className="button-small" onClick={() => onChange([...pairs, blank])}>
          +Add key
        </Button>
        {usual.length > 0 && (
          <Button type="button" unstyled onClick={() => onChange(withPairs(pairs, usual))}>
            Add what is usual for this app: {usual.map(({ key }) => key).join(', ')}
          </Button>
        )}
      </div>
      <PasteImport app={app} />
      <SubstitutionPreview app={app} />
    </LabelledSet>
  );
}

const blank: KeyValuePair = { key: '', value: '' };
const loose = keyValuePair.extend({ key: keyValuePair.shape.value, value: keyValuePair.shape.value }).array();
const readPairs = (value: unknown): readonly KeyValuePair[] => loose.catch([]).parse(value);

interface LineProps {
  readonly app: AppView;
  readonly path: FieldProps['path'];
  readonly pair: KeyValuePair;
  readonly pairs: readonly KeyValuePair[];
  readonly onChange: (patch: Partial<KeyValuePair>) => void;
  readonly onRemove: () => void;
}

function Line({ app, path, pair, pairs, onChange, onRemove }: LineProps) {
  const { name, errors } = useForm();
  const findings = useFindings(app, keyOf(path.slice(1)));
  const number = Number(path.at(-1)) + 1;
  const idOf = (field: string): string => idOfField(name, [...path, field]);
  const errorOf = (field: string): string | null => errors.get(keyOf([...path, field])) ?? null;
  return (
    <li className="pairs__line" id={idOfField(name, path)} tabIndex={-1}>
      <KeyInput
        id={idOf('key')}
        label={`Key ${number}`}
        value={pair.key}
        names={offeredKeys(app, 'custom', pairs).map((offer) => offer.name)}
        error={errorOf('key')}
        onChange={(key) => onChange({ key })}
      />
      <ValueInput
        id={idOf('value')}
        label={`Value ${number}`}
        of={pair.key}
        value={pair.value}
        error={errorOf('value')}
        onChange={(value) => onChange({ value })}
      />
      <Button type="button" unstyled className="pairs__remove" onClick={onRemove}>
        Remove<span className="usa-sr-only"> key {number}</span>
      </Button>
      <Findings findings={findings} />
    </li>
  );
}
