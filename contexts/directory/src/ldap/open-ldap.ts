import net from 'node:net';
import tls from 'node:tls';
import type { LdapConnection } from '@lanyard/contract';
import { Client, type Entry } from 'ldapts';
import { LdapProblem, type LdapEntry, type LdapSearch, type LdapSession } from './port.ts';
import { problemOf } from './problem-of.ts';

const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;
const PAGE = 500;
/** Of one attribute; a group of more people is none that anybody looks after. */
const MOST_VALUES = 1_000_000;
/** Active Directory gives the members of a large group in pieces, each under a name of its own. */
const RANGE = /^(.+);range=(\d+)-(\d+|\*)$/i;

/** Speaks LDAP over the network (RFC 4511), with paged results (RFC 2696). @throws LdapProblem */
export async function openLdap(connection: LdapConnection, password: string | null): Promise<LdapSession> {
  // A name without a password would be let in as anybody (RFC 4513 §5.1.2) and see fewer people than there are.
  if (connection.bindDn !== '' && !password)
    throw new LdapProblem('bind', 'The account has no password here yet: type it into the connection.');
  const client = clientFor(connection);
  try {
    if (connection.startTls) await client.startTLS({ ...tlsOptions(connection), host: hostOf(connection) });
    await client.bind(connection.bindDn, password ?? '');
  } catch (error) {
    await client.unbind().catch(() => undefined);
    throw problemOf(error, 'bind');
  }
  return { search: (what) => search(client, what), close: () => client.unbind().catch(() => undefined) };
}

async function* search(client: Client, what: LdapSearch): AsyncGenerator<LdapEntry> {
  let left = what.limit ?? Infinity;
  const binary = what.binary ?? [];
  try {
    const pages = client.searchPaginated(what.base, {
      scope: 'sub',
      filter: what.filter,
      attributes: [...what.attributes],
      explicitBufferAttributes: [...binary],
      paged: { pageSize: Math.min(PAGE, left) },
    });
    for await (const page of pages)
      for (const entry of page.searchEntries) {
        if (left-- <= 0) return;
        yield await wholeEntry(client, entry);
      }
  } catch (error) {
    throw problemOf(error, 'search');
  }
}

/** An entry with the pieces of its long attributes put together. */
async function wholeEntry(client: Client, entry: Entry): Promise<LdapEntry> {
  const values = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(entry)) {
    if (name === 'dn') continue;
    const range = RANGE.exec(name);
    if (range === null) values.set(name.toLowerCase(), textsOf(value));
    else {
      const [, attribute = name, , end = '*'] = range;
      values.set(attribute.toLowerCase(), [
        ...textsOf(value),
        ...(await furtherValues(client, entry.dn, attribute, end)),
      ]);
    }
  }
  return { dn: entry.dn, values };
}

async function furtherValues(client: Client, dn: string, attribute: string, last: string): Promise<string[]> {
  const all: string[] = [];
  for (let end = last; end !== '*';) {
    if (all.length > MOST_VALUES)
      throw new LdapProblem('search', `${attribute} of ${dn} has more values than a group has members.`);
    const wanted = `${attribute};range=${Number(end) + 1}-*`;
    const { searchEntries } = await client.search(dn, { scope: 'base', attributes: [wanted] });
    const [name, value] = Object.entries(searchEntries[0] ?? {}).find(([key]) => RANGE.test(key)) ?? [];
    if (name === undefined || value === undefined) return all;
    const next = RANGE.exec(name)?.[3] ?? '*';
    // A server that goes round in circles is not followed.
    if (next !== '*' && Number(next) <= Number(end)) return all;
    for (const text of textsOf(value)) all.push(text);
    end = next;
  }
  return all;
}

const textsOf = (value: Entry[string]): string[] =>
  (Array.isArray(value) ? value : [value]).map((one) => (typeof one === 'string' ? one : one.toString('hex')));

/**
 * A client of one connection: where that breaks the run ends. Made anew by itself, it would go on without its account,
 * and without the encryption that StartTLS had added, and an empty answer would look like everybody was gone.
 */
function clientFor(connection: LdapConnection): Client {
  return new Client({
    url: connection.url,
    timeout: ANSWER_MS,
    connectTimeout: CONNECT_MS,
    strictDN: false,
    // Their mere presence would make it speak TLS at once.
    ...(connection.url.startsWith('ldaps:') ? { tlsOptions: tlsOptions(connection) } : {}),
    createConnection: once(net.connect),
    createSecureConnection: once(tls.connect),
  });
}

function once<C extends typeof net.connect | typeof tls.connect>(connect: C): C {
  let used = false;
  const first = (...options: Parameters<typeof connect>) => {
    if (used) throw new LdapProblem('search', 'The directory closed the connection before it had answered. Try again.');
    used = true;
    return (connect as (...all: unknown[]) => net.Socket)(...options);
  };
  return first as unknown as C; // sound: the same parameters go through
}

function tlsOptions(connection: LdapConnection): tls.ConnectionOptions {
  const host = hostOf(connection);
  return {
    minVersion: 'TLSv1.2',
    ...(connection.caCertificates.trim() === '' ? {} : { ca: connection.caCertificates }),
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
  };
}

const hostOf = ({ url }: LdapConnection): string => new URL(url).hostname.replace(/^\[|\]$/g, '');
