import { nodeDigest } from '@lanyard/crypto';
import { portalAuthenticationSetting, type PortalAuthenticationSetting } from '@lanyard/contract';
import type { Clock, Tx } from '@lanyard/kernel';
import { type Bytes, type FetchRequest, toHex } from '@lanyard/pki';
import type { Person, SigninPorts } from '../ports.ts';
import type { TestAuthority } from './authority.ts';

export const ADA: Person = {
  id: '11111111-1111-4111-8111-111111111111',
  userName: 'ada',
  displayName: 'Ada Lovelace',
  state: 'active',
  roles: ['user'],
};

/** What the other contexts and the network say, for a test to change. */
export class Doubles {
  readonly people: Person[] = [ADA];
  /** The default setting, and by person id what their groups give instead. */
  readonly settings = {
    fallback: portalAuthenticationSetting.parse({}),
    own: new Map<string, PortalAuthenticationSetting>(),
  };
  /** Hexadecimal DER of certificates that count as our own issuers'. */
  readonly own = new Set<string>();
  /** Certificates that were proved, in order. */
  readonly proved: { personId: string; sha256: string }[] = [];
  /** The credentials context is broken. */
  failProof = false;
  authorities: TestAuthority[] = [];
  /** What else can be fetched, by address. */
  readonly published = new Map<string, Bytes>();
  readonly fetched: string[] = [];

  /** @param clock the revocation lists are of this moment */
  ports(clock: Clock): Pick<SigninPorts, 'directory' | 'issuer' | 'primaries' | 'fetcher'> {
    const { people, settings } = this;
    const upns = new Map([['ada@agency.example', ADA.id]]);
    const person = (id: string | undefined): Person | null => people.find((p) => p.id === id) ?? null;
    return {
      directory: {
        personById: async (id) => person(id),
        personByUpn: async (upn) => person(upns.get(upn.toLowerCase())),
        setting: async (personId) => ({ value: settings.own.get(personId) ?? settings.fallback }),
        settingsOf: async () => [...settings.own.values(), settings.fallback].map((value) => ({ value })),
      },
      issuer: { isOwn: ({ der }) => this.own.has(toHex(der)) },
      primaries: { provePrimary: (tx, proof) => this.#prove(tx, proof) },
      fetcher: { fetch: (request) => this.#fetch(request, clock) },
    };
  }

  #prove(_tx: Tx, { personId, certificate }: { personId: string; certificate: Bytes }): Promise<string> {
    if (this.failProof) return Promise.reject(new Error('the credentials context is broken'));
    this.proved.push({ personId, sha256: toHex(nodeDigest.digest('sha256', certificate)) });
    return Promise.resolve('primary-1');
  }

  async #fetch({ url, body }: FetchRequest, clock: Clock): Promise<Bytes | null> {
    this.fetched.push(url);
    const responder = this.authorities.find(({ ocspUrl }) => ocspUrl === url);
    if (responder && body) return responder.ocsp(body, clock.now());
    const authority = this.authorities.find(({ crlUrl }) => crlUrl === url);
    return authority?.reachable ? authority.crl(clock.now()) : (this.published.get(url) ?? null);
  }
}
