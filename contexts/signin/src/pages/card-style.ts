import { createHash } from 'node:crypto';
import { Html } from './html.ts';

/**
 * The whole style of the card host's pages. It stands in the page itself, allowed by its hash: on this host every
 * further request is another TLS handshake, that is another signature of the card and perhaps another question for
 * its PIN.
 */
const style = `
:root { color-scheme: light dark; --ground: #fff; --panel: #f2f6f6; --text: #14201f; --quiet: #4a5a58; --line: #c3cfcd; --accent: #00605f; --on-accent: #fff; --attention: #9a3412; }
@media (prefers-color-scheme: dark) { :root { --ground: #0e1514; --panel: #18211f; --text: #e6efed; --quiet: #a9bab7; --line: #3a4946; --accent: #6ed3cc; --on-accent: #06201e; --attention: #ffb38a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1.0625rem/1.55 "Public Sans", "Source Sans Pro", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 42rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; align-items: center; gap: .75rem; padding-top: 1.25rem; padding-bottom: 1.25rem; font-weight: 600; }
header svg { flex: none; width: 2rem; height: 2rem; color: var(--accent); }
header small { display: block; color: var(--quiet); font-weight: 400; font-size: .9375rem; }
main { border-top: 4px solid var(--accent); padding-top: 1.75rem; }
.mark { margin: 0 0 .25rem; color: var(--attention); font-weight: 600; }
h1 { font-size: 1.625rem; line-height: 1.25; margin: 0 0 .75rem; text-wrap: balance; }
h2 { font-size: 1.125rem; line-height: 1.3; margin: 0 0 .5rem; }
p { margin: 0 0 1rem; }
.pair { display: grid; gap: 1rem; margin: 1.5rem 0; }
.pair section { background: var(--panel); border: 1px solid var(--line); border-radius: .375rem; padding: 1rem 1.125rem; }
.pair section.choose { border-inline-start: .375rem solid var(--accent); }
.pair section > :last-child { margin-bottom: 0; }
dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; font-size: 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; }
ul { margin: 0 0 1rem; padding-inline-start: 1.25rem; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0; }
.actions a { display: inline-flex; align-items: center; min-height: 2.75rem; padding: .5rem 1.25rem; border: 2px solid var(--accent); border-radius: .25rem; color: var(--accent); text-decoration: none; font-weight: 600; }
.actions a.first { background: var(--accent); color: var(--on-accent); }
.actions a:hover { text-decoration: underline; }
a:focus-visible { outline: .25rem solid #2491ff; outline-offset: .125rem; }
footer { margin-top: 2.5rem; padding-top: 1rem; padding-bottom: 2rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9375rem; }
footer p { margin-bottom: .5rem; }
code { font: .9375rem/1.4 ui-monospace, "Roboto Mono", Menlo, Consolas, monospace; user-select: all; color: var(--text); }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } .actions a { width: 100%; justify-content: center; text-align: center; } }
@media (forced-colors: active) { .actions a { border-color: LinkText; } }
`;

/** Exactly what the hash allows: not a blank may stand between. */
export const styleElement = new Html(`<style>${style}</style>`);

const styleHash = createHash('sha256').update(style).digest('base64');

/** No script at all, no other origin, no frame around it. */
export const cardPagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
