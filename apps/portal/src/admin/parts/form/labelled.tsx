import type { ReactNode } from 'react';
import type { FieldProps } from './form-context.ts';

/** Ids of what is said about a control, for its `aria-describedby`. */
export const describedBy = ({ id, node, error }: FieldProps): string | undefined =>
  [node.help === null ? '' : `${id}-help`, error === null ? '' : `${id}-error`].join(' ').trim() || undefined;

/** The title of a field; those that may stay empty say so. */
export const fieldTitle = ({ node }: FieldProps): string =>
  node.required || node.fallback !== undefined || node.kind === 'boolean' ? node.title : `${node.title} (optional)`;

/** Label, help, error and control of one field, in this order. */
export function Labelled({ children, ...props }: FieldProps & { readonly children: ReactNode }) {
  const { id, error } = props;
  return (
    <div className={error === null ? 'field' : 'field field--wrong'}>
      <label className="usa-label" htmlFor={id}>
        {fieldTitle(props)}
      </label>
      <HelpAndError {...props} />
      {children}
    </div>
  );
}

/** The same for several controls that are one field. */
export function LabelledSet({ children, ...props }: FieldProps & { readonly children: ReactNode }) {
  const { id, error } = props;
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className={error === null ? 'field field-set' : 'field field-set field--wrong'}
      aria-describedby={describedBy(props)}
    >
      <legend className="usa-label">{fieldTitle(props)}</legend>
      <HelpAndError {...props} />
      {children}
    </fieldset>
  );
}

export function HelpAndError({ id, node, error }: FieldProps) {
  return (
    <>
      {node.help !== null && (
        <p id={`${id}-help`} className="field__help">
          {node.help}
        </p>
      )}
      {error !== null && (
        <p id={`${id}-error`} className="field__error">
          {error}
        </p>
      )}
    </>
  );
}
