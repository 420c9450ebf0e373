import { nodeDigest } from '@lanyard/crypto';
import {
  adminSignInSetting,
  type NewAdministrator,
  portalAuthenticationSetting,
  type PortalAuthenticationSetting,
  type RoleGrant,
  type SettingValue,
} from '@lanyard/contract';
import { type Clock, LanyardError, type Tx } from '@lanyard/kernel';
import { type Bytes, type FetchRequest, toHex } from '@lanyard/pki';
import type { Person, SigninPorts, SigninSetting } from '../ports.ts';
import type { TestAuthority } from './authority.ts';

export const ADA: Person = {
  id: '11111111-1111-4111-8111-111111111111',
  userName: 'ada',
  displayName: 'Ada Lovelace',
  state: 'active',
  roles: [],
};

/** What the other contexts and the network say, for a test to change. */
export class Doubles {
  readonly people: Person[] = [ADA];
  /** The default setting, and by person id what their groups give instead. */
  readonly settings = {
    fallback: portalAuthenticationSetting.parse({}),
    own: new Map<string, PortalAuthenticationSetting>(),
  };
  adminSignIn = adminSignInSetting.parse({});
  /** By person id. */
  readonly grants = new Map<string, readonly RoleGrant[]>();
  /** Hexadecimal DER of certificates that count as our own issuers'. */
  readonly own = new Set<string>();
  /** Certificates that were proved, in order. */
  readonly proved: { personId: string; sha256: string }[] = [];
  /** What people were written. */
  readonly told: { personId: string; way: string }[] = [];
  /** The credentials context is broken. */
  failProof = false;
  authorities: TestAuthority[] = [];
  /** What else can be fetched, by address. */
  readonly published = new Map<string, Bytes>();
  readonly fetched: string[] = [];

  /** @param clock the revocation lists are of this moment */
  ports(clock: Clock): Pick<SigninPorts, 'directory' | 'issuer' | 'primaries' | 'fetcher' | 'approvals' | 'notices'> {
    const { people, settings } = this;
    const upns = new Map([['ada@agency.example', ADA.id]]);
    const person = (id: string | undefined): Person | null => people.find((p) => p.id === id) ?? null;
    return {
      directory: {
        personById: async (id) => person(id),
        personByUpn: async (upn) => person(upns.get(upn.toLowerCase())),
        setting: async <K extends SigninSetting>(personId: string, kind: K) => ({
          value: this.#valuesOf(kind, settings.own.get(personId))[0] as SettingValue<K>,
        }),
        settingsOf: async <K extends SigninSetting>(kind: K) =>
          this.#valuesOf(kind, ...settings.own.values()).map((value) => ({ value: value as SettingValue<K> })),
        grantsOf: async (personId) => this.grants.get(personId) ?? [],
        namesOf: async (ids) => new Map(people.filter(({ id }) => ids.includes(id)).map((p) => [p.id, p.displayName])),
        hasAdministrator: async () => this.#administered(),
        addAdministrator: async (_tx, input, _by, onlyFirst) => this.#addAdministrator(input, onlyFirst),
      },
      issuer: { isOwn: ({ der }) => this.own.has(toHex(der)) },
      notices: { send: async (_tx, { personId, facts }) => void this.told.push({ personId, way: facts.way }) },
      approvals: { on: () => undefined, submit: () => Promise.reject(new Error('nobody asks for approvals here')) },
      primaries: { provePrimary: (tx, proof) => this.#prove(tx, proof) },
      fetcher: { fetch: (request) => this.#fetch(request, clock) },
    };
  }

  #valuesOf(kind: SigninSetting, ...own: (PortalAuthenticationSetting | undefined)[]): object[] {
    if (kind === 'admin_sign_in') return [this.adminSignIn];
    return [...own.filter((value) => value !== undefined), this.settings.fallback];
  }

  #administered(): boolean {
    return [...this.grants.values()].flat().some(({ role }) => role === 'administrator');
  }

  #addAdministrator({ userName, givenName, surname }: NewAdministrator, onlyFirst: boolean): Person {
    if (onlyFirst && this.#administered()) throw new LanyardError('admin_link_invalid');
    const id = `22222222-2222-4222-8222-${String(this.people.length).padStart(12, '0')}`;
    const person: Person = { id, userName, displayName: `${givenName} ${surname}`, state: 'active', roles: [] };
    if (this.people.some((other) => other.userName === userName))
      throw new LanyardError('conflict', { field: 'userName' });
    this.people.push(person);
    this.grants.set(id, [{ role: 'administrator', spaces: null }]);
    return person;
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
