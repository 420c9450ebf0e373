/** What lint has to say against a certificate, a CRL or a response. */
export interface Finding {
  /** Stable name of the rule, such as `serial_length`. */
  readonly rule: string;
  /** The document and clause that the rule rests on. */
  readonly clause: string;
  readonly message: string;
  /** An error forbids issuance. A warning is a recommendation not followed. */
  readonly severity: 'error' | 'warning';
}

/** One rule over a subject: what it rests on, and what is wrong, if anything. */
export interface Rule<Subject> {
  readonly rule: string;
  readonly clause: string;
  readonly severity?: 'warning';
  /** A sentence for each thing that is wrong; none where all is well. */
  check(subject: Subject): string | readonly string[] | undefined | false;
}

export function applyRules<Subject>(subject: Subject, rules: readonly Rule<Subject>[]): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    const found = rule.check(subject);
    if (found === undefined || found === false || found.length === 0) continue;
    const { rule: name, clause, severity = 'error' } = rule;
    for (const message of typeof found === 'string' ? [found] : found)
      findings.push({ rule: name, clause, message, severity });
  }
  return findings;
}

/** A sentence for each item that something is wrong with; undefined, and nothing made, where all are well. */
export function complaints<Item>(
  items: readonly Item[] | undefined,
  flawOf: (item: Item) => string | undefined,
): string[] | undefined {
  let found: string[] | undefined;
  for (const item of items ?? []) {
    const flaw = flawOf(item);
    if (flaw !== undefined) (found ??= []).push(flaw);
  }
  return found;
}
