/**
 * Labels of a host name in lower case, leftmost first; null when the text is no host name. A wildcard is kept as
 * the label `*` and may only stand leftmost (RFC 9525 §6.3).
 */
export function hostLabels(text: string): string[] | null {
  if (text.length > 254) return null;
  const labels = text.toLowerCase().replace(/\.$/, '').split('.');
  const ok = labels.every(
    (label, at) =>
      (label === '*' && at === 0 && labels.length > 1) || /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label),
  );
  return ok ? labels : null;
}

/** True when `labels` ends in `suffix`, both leftmost first. */
export function endsInLabels(labels: readonly string[], suffix: readonly string[]): boolean {
  return (
    labels.length >= suffix.length && suffix.every((label, at) => labels[labels.length - suffix.length + at] === label)
  );
}

/**
 * RFC 5280 §4.2.1.10, dNSName: adding labels on the left keeps a name inside. A leading dot, common though not in the RFC,
 * asks for at least one more label; the empty constraint holds everything.
 * @returns null when name or constraint cannot be read.
 */
export function dnsWithin(name: string, constraint: string): boolean | null {
  const labels = hostLabels(name);
  if (!labels) return null;
  if (constraint === '') return true;
  const below = constraint.startsWith('.');
  const suffix = hostLabels(below ? constraint.slice(1) : constraint);
  if (!suffix) return null;
  return endsInLabels(labels, suffix) && (!below || labels.length > suffix.length);
}

/**
 * The same for an excluded subtree: `*.example.com` also stands for `secret.example.com`, so it is refused where that
 * name is excluded.
 */
export function dnsMayBeWithin(name: string, constraint: string): boolean | null {
  const direct = dnsWithin(name, constraint);
  if (direct !== false || !name.startsWith('*.')) return direct;
  const parent = hostLabels(name.slice(2)) ?? [];
  const excluded = hostLabels(constraint.replace(/^\./, '')) ?? [];
  return excluded.length === parent.length + 1 && endsInLabels(excluded, parent);
}
