import { createContext, useContext } from 'react';
import type { ComponentType, ReactNode } from 'react';
import type { Path } from './draft.ts';
import type { FieldNode } from './field-node.ts';

/** What a renderer of one field is handed. */
export interface FieldProps {
  readonly node: FieldNode;
  readonly path: Path;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** Of the control that is labelled and focused. */
  readonly id: string;
  readonly error: string | null;
}

/**
 * Renderers of a screen's own, by path with `*` for places in lists (`anchors.*.certificate`), or by the widget that
 * the schema names (`widget:pem`).
 */
export type Renderers = Readonly<Record<string, (props: FieldProps) => ReactNode>>;

interface FormState {
  readonly name: string;
  readonly draft: unknown;
  readonly change: (path: Path, value: unknown) => void;
  readonly errors: ReadonlyMap<string, string>;
  readonly renderers: Renderers;
  /** Paths of the fields that are not asked for this draft. */
  readonly hidden: readonly string[];
  /** A field of whatever kind, for fields that hold others. */
  readonly Field: ComponentType<{ readonly node: FieldNode; readonly path: Path }>;
}

export const FormContext = createContext<FormState | null>(null);

export function useForm(): FormState {
  const form = useContext(FormContext);
  if (form === null) throw new Error('a field stands outside a form');
  return form;
}

/** The id of a field's control; the summary of errors leads there. */
export const idOfField = (name: string, path: Path): string => [name, ...path].join('-');
