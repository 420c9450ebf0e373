import { Button } from '@trussworks/react-uswds';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { z } from 'zod';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import { codeOf } from '../../../api/trouble.ts';
import { fieldErrorsOf } from '../../api/field-errors.ts';
import { ConflictPanel } from './conflict-panel.tsx';
import { blankOf, keyOf, settled, withoutFields, withValue } from './draft.ts';
import { ErrorSummary } from './error-summary.tsx';
import { Field } from './field.tsx';
import { fieldsOf } from './field-node.ts';
import type { Renderers } from './form-context.ts';
import { FormContext } from './form-context.ts';
import { checked, summaryOf } from './form-errors.ts';
import { PreviewPanel } from './preview-panel.tsx';
import { UnsavedGuard } from './unsaved-guard.tsx';

/** A thing that is edited, as it was read. */
export interface Edited {
  readonly value: unknown;
  /** Absent for something that is only now made. */
  readonly version?: number;
}

interface SchemaFormProps<T, A> {
  /** Begins the ids of its fields; one form of a page. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** What is edited; without it the form begins with the schema's own values. */
  readonly from?: Edited;
  readonly save: (value: T, version: number | undefined) => Promise<A>;
  /** The place to leave the form from: only here nothing is unsaved any more. */
  readonly onSaved: (answer: A) => void;
  /** "Save", or "Done" where it ends a wizard. */
  readonly verb?: string;
  /** Reads what is edited once more, after somebody else saved it. */
  readonly reload?: () => Promise<Edited>;
  /** What saving would do to whom; then it is shown, and confirmed, before anything is saved. */
  readonly preview?: (value: T, version: number | undefined) => Promise<ReactNode>;
  readonly renderers?: Renderers;
  /** Fields that are not asked for a draft, by their path; what stood in them is not sent. */
  readonly hidden?: (draft: unknown) => readonly string[];
  readonly readOnly?: boolean;
  readonly onCancel?: () => void;
}

const allShown = (): readonly string[] => [];

/**
 * A form made of a schema of the contract: labels and help are its words, and what it refuses is said at the field
 * before anything is sent. What the server refuses is shown at the same fields.
 */
export function SchemaForm<T, A>(props: SchemaFormProps<T, A>) {
  const { name, schema, from, renderers = {}, hidden = allShown, readOnly = false, verb = 'Save' } = props;
  const node = useMemo(() => fieldsOf(schema), [schema]);
  const [base, setBase] = useState<Edited>(() => from ?? { value: blankOf(node) });
  const [draft, setDraft] = useState(() => base.value);
  const [found, setFound] = useState<ReadonlyMap<string, string>>(new Map());
  const [tries, setTries] = useState(0);
  const [asked, setAsked] = useState<{ readonly value: T; readonly words: ReactNode } | null>(null);
  const saved = useRef(false);
  const [theirs, setTheirs] = useState<Edited | null>(null);

  const refuse = async (error: unknown): Promise<void> => {
    const fields = fieldErrorsOf(error);
    setFound(new Map(fields.map(({ path, message }) => [keyOf(path), message])));
    setTries((count) => count + 1);
    setAsked(null);
    if (codeOf(error) === 'conflict' && props.reload !== undefined) setTheirs(await props.reload());
  };
  const ask = useMutation({
    mutationFn: async (value: T) => ({ value, words: await props.preview?.(value, base.version) }),
    onSuccess: setAsked,
    onError: refuse,
  });
  const save = useMutation({
    mutationFn: (value: T) => props.save(value, base.version),
    onSuccess: (answer) => {
      saved.current = true;
      props.onSaved(answer);
    },
    onError: refuse,
  });
  const busy = ask.isPending || save.isPending;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    const outcome = checked(schema, settled(node, withoutFields(node, draft, hiddenNow)));
    setFound(outcome.errors);
    setTries((count) => count + 1);
    if (outcome.value === undefined) return;
    if (props.preview === undefined) save.mutate(outcome.value);
    else ask.mutate(outcome.value);
  };
  const startFrom = (next: Edited, value: unknown): void => {
    setBase(next);
    setDraft(value);
    setTheirs(null);
    save.reset();
    ask.reset();
  };

  const failure: unknown = save.error ?? ask.error;
  const inConflict = codeOf(failure) === 'conflict' && theirs !== null;
  const lines = summaryOf(name, node, found);
  const isDirty = (): boolean => !readOnly && !saved.current && JSON.stringify(draft) !== JSON.stringify(base.value);
  const hiddenNow = hidden(draft);
  const change = (path: readonly (string | number)[], value: unknown): void => {
    setDraft((before: unknown) => withValue(before, path, value));
    setAsked(null);
  };
  return (
    <FormContext value={{ name, draft, change, errors: found, renderers, hidden: hiddenNow, Field }}>
      <form className="schema-form" onSubmit={submit} noValidate aria-busy={busy}>
        {lines.length > 0 && <ErrorSummary key={tries} lines={lines} />}
        {failure !== null && lines.length === 0 && !inConflict && <TroubleNote error={failure} />}
        {inConflict && (
          <ConflictPanel
            error={failure}
            node={node}
            mine={draft}
            theirs={theirs.value}
            onTakeTheirs={() => startFrom(theirs, theirs.value)}
            onKeepMine={() => startFrom(theirs, draft)}
          />
        )}
        <fieldset className="schema-form__fields" disabled={readOnly}>
          {node.kind === 'group' ? (
            node.fields.map((field) => <Field key={field.name} node={field} path={[field.name]} />)
          ) : (
            <Field node={node} path={[]} />
          )}
        </fieldset>
        {asked !== null && (
          <PreviewPanel
            busy={save.isPending}
            verb={verb}
            onSave={() => save.mutate(asked.value)}
            onBack={() => setAsked(null)}
          >
            {asked.words}
          </PreviewPanel>
        )}
        {!readOnly && asked === null && (
          <div className="actions">
            <Button type="submit" aria-disabled={busy}>
              {props.preview === undefined ? verb : `${verb}…`}
            </Button>
            {props.onCancel !== undefined && (
              <Button type="button" outline onClick={props.onCancel}>
                Cancel
              </Button>
            )}
          </div>
        )}
        <UnsavedGuard isDirty={isDirty} />
      </form>
    </FormContext>
  );
}
