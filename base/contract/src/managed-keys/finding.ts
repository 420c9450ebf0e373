/** `error` refuses a save, `warning` is shown and kept, `advice` is only good to know. */
export type Severity = 'error' | 'warning' | 'advice';

/** Something that a check found in what an administrator wrote. */
export interface Finding {
  /** Stable; a code is never renamed or reused. */
  readonly code: string;
  readonly severity: Severity;
  /** Path of the field in its object, as in the schema: `pairs.2.value`; empty for the object itself. */
  readonly field: string;
  /** What is the matter. */
  readonly words: string;
  /** What to do about it. */
  readonly next: string;
}

export const finding = (severity: Severity, code: string, field: string, words: string, next: string): Finding => ({
  code,
  severity,
  field,
  words,
  next,
});

export const hasErrors = (findings: readonly Finding[]): boolean => findings.some((f) => f.severity === 'error');
