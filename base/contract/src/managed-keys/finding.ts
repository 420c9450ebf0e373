import { z } from 'zod';

/** Something that a check found in what an administrator wrote. */
export const findingView = z.strictObject({
  /** Stable; a code is never renamed or reused. */
  code: z.string(),
  /** `error` refuses a save, `warning` is shown and kept, `advice` is only good to know. */
  severity: z.enum(['error', 'warning', 'advice']),
  /** Path of the field in its object, as in the schema: `pairs.2.value`; empty for the object itself. */
  field: z.string(),
  /** What is the matter. */
  words: z.string(),
  /** What to do about it. */
  next: z.string(),
});
export type Finding = Readonly<z.infer<typeof findingView>>;
export type Severity = Finding['severity'];

export const finding = (severity: Severity, code: string, field: string, words: string, next: string): Finding => ({
  code,
  severity,
  field,
  words,
  next,
});

export const hasErrors = (findings: readonly Finding[]): boolean => findings.some((f) => f.severity === 'error');
