import type { AppView } from '@lanyard/contract';
import { appSupport, provider, providerNames } from '@lanyard/contract';
import type { FieldProps } from '../../parts/form/form-context.ts';
import { LabelledSet } from '../../parts/form/labelled.tsx';

/** Whose credentials the app is configured for; those that it cannot use say why. */
export function AppProviderField({ app, ...props }: FieldProps & { readonly app: AppView }) {
  const { id, value, onChange } = props;
  return (
    <LabelledSet {...props} node={{ ...props.node, required: true }}>
      <label className="tick tick--field">
        <input type="radio" name={id} checked={value === null || value === undefined} onChange={() => onChange(null)} />
        <span>Any</span>
      </label>
      {provider.options.map((each) => {
        const { supported, reason } = appSupport(each, app);
        return (
          <label key={each} className="tick tick--field">
            <input
              type="radio"
              name={id}
              disabled={!supported && value !== each}
              checked={value === each}
              onChange={() => onChange(each)}
            />
            <span>
              {providerNames[each]}
              {!supported && <span className="field__help">{reason}</span>}
            </span>
          </label>
        );
      })}
    </LabelledSet>
  );
}
