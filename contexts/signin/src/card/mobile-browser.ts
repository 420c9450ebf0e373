/**
 * Whether a browser says that it runs on a phone or tablet. It is only what the browser reports of itself: it
 * chooses the page that helps, and guards nothing.
 * @param userAgent the User-Agent header
 * @param hint the Sec-CH-UA-Mobile header, `?1` on phones
 */
export function isMobileBrowser(userAgent: string, hint = ''): boolean {
  return hint === '?1' || /\b(android|iphone|ipad|ipod|windows phone|mobile)\b/i.test(userAgent);
}
