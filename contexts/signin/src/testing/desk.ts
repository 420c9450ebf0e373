import assert from 'node:assert/strict';
import { after, before, beforeEach } from 'node:test';
import type { ErrorCode } from '@lanyard/contract';
import { type Pair, TestAuthority } from './authority.ts';
import type { Answer, Asked, Browser } from './browser.ts';
import { cards } from './cards.ts';
import { ADA } from './doubles.ts';
import { openWorld, type World } from './world.ts';

/** A world for one test file, put back before each test. */
export class Desk {
  world!: World;
  /** A good card of a known person. */
  ada!: Pair;
  #standard!: World['settings']['fallback'];

  constructor() {
    before(async () => {
      this.world = await openWorld();
      this.ada = await cards.authentication(this.world.issuing);
      this.#standard = this.world.settings.fallback;
    });
    beforeEach(() => this.#reset());
    after(() => this.world.close());
  }

  #reset(): void {
    const { world } = this;
    world.authorities = [world.root, world.issuing];
    world.failProof = false;
    world.settings.fallback = this.#standard;
    world.settings.own.clear();
    world.own.clear();
    world.people.splice(0, Infinity, ADA);
    world.proved.length = 0;
    for (const authority of world.authorities) {
      authority.revoked.length = 0;
      authority.reachable = true;
    }
    world.clock.advance(3_600_000); // no window of a limit and no cached answer reaches from one test into the next
  }

  /** An authority below another, whose CRL can be had. */
  async below(authority: TestAuthority, spec: Parameters<typeof TestAuthority.create>[3] = {}): Promise<TestAuthority> {
    const number = this.world.authorities.length;
    const crlUrl = `http://crl.agency.example/sub${number}.crl`;
    const made = await TestAuthority.create(`Sub CA ${number}`, crlUrl, authority, spec);
    this.world.authorities.push(made);
    return made;
  }

  /** Shows a card; the refusal is a page of its own, and nobody is signed in. */
  async refused(card: Pair | null, code: ErrorCode, asked: Asked & { browser?: Browser } = {}): Promise<Answer> {
    const answer = await this.world.show(card, asked);
    this.assertPage(answer, code);
    return answer;
  }

  assertPage(answer: Answer, code: ErrorCode): void {
    const { headers, text } = answer;
    assert.equal(text.match(/<dt>Code<\/dt>\s*<dd><code>(\w+)/)?.[1], code);
    assert.match(String(headers['content-type']), /^text\/html/);
    assert.match(
      text,
      new RegExp(`<code>${String(headers['x-correlation-id'])}</code>`),
      'the reference is on the page',
    );
    assert.equal(headers.location, undefined);
    assert.equal(headers.connection, 'close');
    assert.deepEqual(this.world.proved, []);
  }
}
