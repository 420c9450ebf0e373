import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { codeOf } from '../../../api/trouble.ts';
import { fieldErrorsOf } from '../../api/field-errors.ts';
import type { Path } from './draft.ts';
import { blankOf, keyOf, settled, withoutFields, withValue } from './draft.ts';
import { fieldsOf } from './field-node.ts';
import type { Renderers } from './form-context.ts';
import { checked, placedIn, summaryOf } from './form-errors.ts';

/** A thing that is edited, as it was read. */
export interface Edited {
  readonly value: unknown;
  /** Absent for something that is only now made. */
  readonly version?: number;
}

export interface SchemaFormProps<T, A> {
  /** Begins the ids of its fields; one form of a page. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /**
   * What is edited; without it the form begins with the schema's own values. Another version of it is taken over as
   * long as nothing was changed here; what was changed stays, and saving it is a conflict.
   */
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

/** What a form made of a schema knows, and what can be done with it. */
export function useSchemaForm<T, A>(props: SchemaFormProps<T, A>) {
  const { name, schema, from, hidden = allShown, readOnly = false } = props;
  const node = useMemo(() => fieldsOf(schema), [schema]);
  const [base, setBase] = useState<Edited>(() => from ?? { value: blankOf(node) });
  const [draft, setDraft] = useState(() => base.value);
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const [tries, setTries] = useState(0);
  const [theirs, setTheirs] = useState<Edited | null>(null);
  const [saves, setSaves] = useState(0);
  const saved = useRef(false);
  const hiddenNow = hidden(draft);

  const refuse = async (error: unknown): Promise<void> => {
    setErrors(new Map(fieldErrorsOf(error).map(({ path, message }) => [keyOf(placedIn(node, path)), message])));
    setTries((count) => count + 1);
    if (codeOf(error) === 'conflict' && props.reload !== undefined) setTheirs(await props.reload());
  };
  const isDirty = (): boolean => !readOnly && !saved.current && JSON.stringify(draft) !== JSON.stringify(base.value);
  const onSaved = (answer: A): void => {
    saved.current = true;
    setSaves((count) => count + 1);
    props.onSaved(answer);
  };
  const { preview, save } = useSteps({ ...props, onSaved }, base, refuse);
  const submit = (): void => {
    if (preview.isPending || save.isPending) return;
    const outcome = checked(schema, settled(node, withoutFields(node, draft, hiddenNow)));
    setErrors(outcome.errors);
    setTries((count) => count + 1);
    if (outcome.value !== undefined) preview.mutate(outcome.value);
  };
  const startFrom = (next: Edited, value: unknown): void => {
    setBase(next);
    setDraft(value);
    setTheirs(null);
    save.reset();
    preview.reset();
  };
  // What was read anew in the background does not take away what somebody is typing.
  useEffect(() => {
    if (from?.version === undefined || from.version === base.version || isDirty()) return;
    saved.current = false;
    setErrors(new Map());
    startFrom(from, from.value);
    // oxlint-disable-next-line react/exhaustive-deps -- only another version, or that it was saved, brings another beginning
  }, [from?.version, saves]);
  const change = (path: Path, value: unknown): void => {
    setDraft((before: unknown) => withValue(before, path, value));
    preview.reset();
  };
  const failure: unknown = save.error ?? preview.error;
  return {
    node,
    draft,
    errors,
    tries,
    hidden: hiddenNow,
    change,
    submit,
    failure,
    lines: summaryOf(name, node, errors),
    busy: preview.isPending || save.isPending,
    isDirty,
    conflict: codeOf(failure) === 'conflict' && theirs !== null ? { theirs, startFrom } : null,
    asked: props.preview === undefined || save.isError ? null : (preview.data ?? null),
    save: (value: T): void => save.mutate(value),
    back: (): void => preview.reset(),
  };
}

/** First what saving would do, where the form asks for that, then saving. */
function useSteps<T, A>(props: SchemaFormProps<T, A>, base: Edited, onError: (error: unknown) => Promise<void>) {
  const save = useMutation({
    mutationFn: (value: T) => props.save(value, base.version),
    onSuccess: props.onSaved,
    onError,
  });
  const preview = useMutation({
    mutationFn: async (value: T) => ({ value, words: await props.preview?.(value, base.version) }),
    onSuccess: ({ value }) => {
      if (props.preview === undefined) save.mutate(value);
      else save.reset();
    },
    onError,
  });
  return { preview, save };
}
