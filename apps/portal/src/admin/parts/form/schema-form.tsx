import { Button } from '@trussworks/react-uswds';
import type { FormEvent } from 'react';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import { ConflictPanel } from './conflict-panel.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { Field } from './field.tsx';
import { FormContext } from './form-context.ts';
import { useFieldOfAddress } from './go-to-field.ts';
import { PreviewPanel } from './preview-panel.tsx';
import { UnsavedGuard } from './unsaved-guard.tsx';
import type { SchemaFormProps } from './use-schema-form.ts';
import { useSchemaForm } from './use-schema-form.ts';

export type { Edited } from './use-schema-form.ts';

/**
 * A form made of a schema of the contract: labels and help are its words, and what it refuses is said at the field
 * before anything is sent. What the server refuses is shown at the same fields.
 */
export function SchemaForm<T, A>(props: SchemaFormProps<T, A>) {
  const { name, renderers = {}, readOnly = false, verb = 'Save' } = props;
  const form = useSchemaForm(props);
  useFieldOfAddress(name);
  const { node, draft, change, errors, hidden, lines, failure, conflict, asked, busy } = form;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    form.submit();
  };
  return (
    <FormContext value={{ name, draft, change, errors, renderers, hidden, Field }}>
      <form className="schema-form" onSubmit={submit} noValidate aria-busy={busy}>
        {lines.length > 0 && <ErrorSummary key={form.tries} lines={lines} />}
        {failure !== null && lines.length === 0 && conflict === null && <TroubleNote error={failure} />}
        {conflict !== null && <ConflictPanel {...conflict} error={failure} node={node} mine={draft} />}
        <fieldset className="schema-form__fields" disabled={readOnly}>
          {node.kind === 'group' ? (
            node.fields.map((field) => <Field key={field.name} node={field} path={[field.name]} />)
          ) : (
            <Field node={node} path={[]} />
          )}
        </fieldset>
        {asked !== null && (
          <PreviewPanel busy={busy} verb={verb} onSave={() => form.save(asked.value)} onBack={form.back}>
            {asked.words}
          </PreviewPanel>
        )}
        {!readOnly && asked === null && (
          <FormActs verb={props.preview === undefined ? verb : `${verb}…`} busy={busy} onCancel={props.onCancel} />
        )}
        <UnsavedGuard isDirty={form.isDirty} />
      </form>
    </FormContext>
  );
}

interface FormActsProps {
  readonly verb: string;
  readonly busy: boolean;
  readonly onCancel: (() => void) | undefined;
}

function FormActs({ verb, busy, onCancel }: FormActsProps) {
  return (
    <div className="actions">
      <Button type="submit" aria-disabled={busy}>
        {verb}
      </Button>
      {onCancel !== undefined && (
        <Button type="button" outline onClick={onCancel}>
          Cancel
        </Button>
      )}
    </div>
  );
}
