/**
 * Content-Security-Policy for pages of our own: no inline code, no third party, Trusted Types.
 * @param connect origins beside its own that a page may call
 * @param formAction origins that a form may go to
 */
export function contentSecurityPolicy({
  connect = [],
  formAction = [],
  trustedTypes = true,
}: { connect?: readonly string[]; formAction?: readonly string[]; trustedTypes?: boolean } = {}): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    "manifest-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    ["form-action 'self'", ...formAction].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(trustedTypes ? ["require-trusted-types-for 'script'"] : []),
  ].join('; ');
}
