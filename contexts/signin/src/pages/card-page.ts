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
    <dd>${day(notBefore)} to ${day(notAfter)}</dd>
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
const dayInUtc = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

const time = (at: Date): Html => html`<time datetime="${at.toISOString()}">${inUtc.format(at)} UTC</time>`;

/** The day; the hour shows on hover. */
const day = (at: Date): Html =>
  html`<time datetime="${at.toISOString()}" title="${inUtc.format(at)} UTC">${dayInUtc.format(at)}</time>`;

/** A card on a lanyard. */
const logo = new Html(
  '<svg viewBox="0 0 32 32" aria-hidden="true" fill="currentColor"><path d="M5 0h6l6.5 10h-4zM27 0h-6l-6.5 10h4z"/><path fill-rule="evenodd" d="M7 12h18a3 3 0 0 1 3 3v13a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V15a3 3 0 0 1 3-3zm5.5 1.75v1.5h7v-1.5zM11.5 18a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5zM7 28.5h9c0-2.5-2-4-4.5-4S7 26 7 28.5zM19 19v2h6v-2zm0 4v2h6v-2z"/></svg>',
);
