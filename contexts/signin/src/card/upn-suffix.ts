/**
 * Whether an issuer that names these suffixes may speak for a User Principal Name. A suffix is the part after the
 * last @, compared whole and without regard to case; one that begins with a dot stands for every name below it.
 * @param suffixes `agency.example`, `@agency.example` or `.agency.example`
 */
export function speaksFor(upn: string, suffixes: readonly string[]): boolean {
  const domain = upn.slice(upn.lastIndexOf('@') + 1).toLowerCase();
  return suffixes.some((given) => {
    const suffix = given.trim().replace(/^@/, '').toLowerCase();
    return suffix.startsWith('.') ? domain.endsWith(suffix) && domain.length > suffix.length : domain === suffix;
  });
}
