import { errorCatalogue, type ErrorCode } from '@lanyard/contract';
import type { CertificateFacts } from '../card/describe-certificate.ts';
import { styleElement } from './card-style.ts';
import { explain, type Explanation, kindInWords, toChoose } from './explain.ts';
import { html, Html } from './html.ts';

export interface CardPage {
  readonly organisation: string;
  readonly code: ErrorCode;
  readonly certificate?: CertificateFacts | undefined;
  /** Which other certificate it was, for `certificate_wrong_kind`. */
  readonly kind?: unknown;
  readonly correlationId: string;
  readonly at: Date;
  /** The same attempt at the next address of the card host: there the browser asks anew. Null when there is no attempt to go on with. */
  readonly anotherUrl: string | null;
  readonly portalUrl: string;
}

/** A whole page that says what happened, why, and the way out. */
export function cardPage(page: CardPage): string {
  const { title, next } = errorCatalogue[page.code];
  const explanation = explain(page.code, page.kind);
  const body = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – ${page.organisation}</title>
        <link rel="icon" href="data:," />
        ${styleElement}
      </head>
      <body>
        <header>
          ${logo}
          <div>${page.organisation}<small>Sign in with Certificate</small></div>
        </header>
        <main>
          <p class="mark">You are not signed in</p>
          <h1>${title}</h1>
          <p>${explanation.why}</p>
          <p><strong>Next:</strong> ${explanation.next ?? next}</p>
          ${actions(page, explanation)} ${certificates(page, explanation)}
        </main>
        <footer>
          <p>For your help desk, should you need it:</p>
          <dl>
            <dt>Reference</dt>
            <dd><code>${page.correlationId}</code></dd>
            <dt>Code</dt>
            <dd><code>${page.code}</code></dd>
            <dt>Time</dt>
            <dd>${time(page.at)}</dd>
          </dl>
        </footer>
      </body>
    </html> `;
  return body.text;
}

function actions({ anotherUrl, portalUrl }: CardPage, { wayOut }: Explanation): Html {
  const toPortal = (label: string, first: boolean): Html =>
    html`<a${first ? html` class="first"` : null} href="${portalUrl}">${label}</a>`;
  const onward =
    wayOut === 'another certificate' ? 'Choose another certificate' : wayOut === 'try again' ? 'Try again' : null;
  const links =
    onward !== null && anotherUrl !== null
      ? [html`<a class="first" href="${anotherUrl}">${onward}</a>`, toPortal('Back to the portal', false)]
      : [toPortal(wayOut === 'portal' ? 'Back to the portal' : 'Start again at the portal', true)];
  return html`<p class="actions">${links}</p>`;
}

function certificates({ certificate }: CardPage, { wayOut }: Explanation): Html {
  const chosen =
    certificate === undefined
      ? null
      : html`<section>
          <h2>The certificate that was chosen</h2>
          ${facts(certificate)}
        </section>`;
  const choose = wayOut === 'another certificate' ? guide : null;
  return chosen === null && choose === null ? html`` : html`<div class="pair">${chosen}${choose}</div>`;
}

function facts({ name, subject, issuer, kind, serial, upn, notBefore, notAfter }: CertificateFacts): Html {
  return html`<dl>
    <dt>Name</dt>
    <dd>${name}</dd>
    <dt>Kind</dt>
    <dd>${kindInWords[kind]}</dd>
    <dt>User Principal Name</dt>
    <dd>${upn ?? 'none'}</dd>
    <dt>Valid</dt>
    <dd>${time(notBefore)} to ${time(notAfter)}</dd>
    <dt>Serial number</dt>
    <dd><code>${serial}</code></dd>
    <dt>Subject</dt>
    <dd>${subject === '' ? 'none' : subject}</dd>
    <dt>Issuer</dt>
    <dd>${issuer}</dd>
  </dl>`;
}

const guide = html`<section class="choose">
  <h2>The one to choose: ${toChoose.name}</h2>
  <ul>
    ${toChoose.signs.map((sign) => html`<li>${sign}</li>`)}
  </ul>
</section>`;

const inUtc = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

const time = (at: Date): Html => html`<time datetime="${at.toISOString()}">${inUtc.format(at)} UTC</time>`;

const logo = new Html(
  '<svg viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"><path d="M8 1l6 10M24 1l-6 10"/><rect x="13" y="10" width="6" height="4" rx="1" fill="currentColor"/><rect x="5" y="14" width="22" height="16" rx="2.5"/><circle cx="11.5" cy="20.5" r="2.5"/><path d="M8 27c.4-2.3 1.7-3.5 3.5-3.5S14.6 24.7 15 27M19 19.5h5M19 24h5"/></svg>',
);
