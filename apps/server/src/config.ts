import { homedir, hostname } from 'node:os';
import { isAbsolute, resolve } from 'node:path';

/** Everything that a deployment chooses. Frozen; contradictions end the start by name. */
export interface Config {
  readonly dataFolder: string;
  /** Absent: the embedded PostgreSQL in the data folder. */
  readonly databaseUrl: string | undefined;
  /** Outside of the data folder, so that one backup never holds both. */
  readonly masterKeyFile: string;
  readonly checkpointFile: string;
  readonly organisation: string;
  /** The name under which browsers reach this installation. */
  readonly host: string;
  /** The address to listen on. */
  readonly listen: string;
  readonly ports: Ports;
  /** Makes the demo agency on the first start, and lets the wallet choose its platform. */
  readonly demo: boolean;
  readonly tls: { readonly keyFile: string; readonly certificateFile: string } | undefined;
  readonly smtp: { readonly url: string; readonly from: string } | undefined;
  /** A listener for a reverse proxy that ends TLS (RFC 9440). */
  readonly proxy: ProxyConfig | undefined;
  readonly trustedProxies: readonly string[];
  /** Repositories of CRLs and OCSP on private addresses that sign-in may ask: `host` or `host:port`. */
  readonly statusHosts: readonly string[];
  /** A forward proxy that leads to push services, `http://proxy:3128`; absent: they are called directly. */
  readonly pushProxy: string | undefined;
  /** Where the other processes of this installation reach this one. */
  readonly relayAddress: string;
  /** Beside the full CRL, a delta and so many partitions. */
  readonly crlExtras: { readonly delta: boolean; readonly partitions: number };
  /** Where keys of authorities are kept in a PKCS #11 token; absent: all of them are sealed under the master key. */
  readonly pkcs11: Pkcs11Config | undefined;
  /** Hours that OCSP answers signed ahead are good for; 0: none are. */
  readonly ocspPresignHours: number;
  readonly logLevel: string;
  /** Absent: the log goes to standard output. */
  readonly logFile: string | undefined;
  readonly databaseConnections: number;
  /** Octets of an in-house app; absent: what the fleet has for itself. */
  readonly appPackageBytes: number | undefined;
  /** Tests only: the step at which the process kills itself. */
  readonly fault: string | undefined;
}

export interface ProxyConfig {
  /** What the proxy sends to prove itself; at least 32 characters. */
  readonly secret: string;
  readonly format: { readonly kind: 'rfc9440' } | { readonly kind: 'nginx'; readonly header: string };
}

export interface Pkcs11Config {
  /** Path of the module, a shared library. */
  readonly module: string;
  /** Label of the token. */
  readonly token: string;
  readonly pinFile: string;
  /** Lines of authorities whose keys are made in the token. */
  readonly authorities: readonly string[];
}

export interface Ports {
  readonly portal: number;
  readonly portalTls: number;
  readonly wallet: number;
  readonly walletTls: number;
  readonly card: number;
  readonly cardAgain: number;
  readonly status: number;
  readonly proxy: number;
  readonly est: number;
  readonly relay: number;
}

const portDefaults: Ports = {
  portal: 8080,
  portalTls: 8443,
  wallet: 8081,
  walletTls: 8446,
  card: 8444,
  cardAgain: 8445,
  status: 8088,
  proxy: 8447,
  est: 8448,
  relay: 8449,
};

/** A setting that contradicts another or cannot be read: one line that names it. */
export class ConfigError extends Error {}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * @param env names as in docs/operations.md
 * @throws ConfigError
 */
export function toConfig(env: Env, defaults: { readonly dataFolder: string }): Config {
  const dataFolder = absolute(env['LANYARD_DATA'] ?? defaults.dataFolder);
  const ports = readPorts(env);
  const secret = env['LANYARD_PROXY_SECRET'];
  if (secret !== undefined && secret.length < 32)
    throw new ConfigError('LANYARD_PROXY_SECRET is shorter than 32 characters: make one with `openssl rand -hex 32`');
  const config: Config = {
    dataFolder,
    databaseUrl: env['DATABASE_URL'] || undefined,
    masterKeyFile: absolute(env['LANYARD_MASTER_KEY_FILE'] ?? `${dataFolder}.master-key`),
    checkpointFile: absolute(env['LANYARD_CHECKPOINT_FILE'] ?? `${dataFolder}.checkpoints`),
    organisation: env['LANYARD_ORGANISATION'] ?? 'Harbor Agency',
    host: env['LANYARD_HOST'] ?? 'localhost',
    listen: env['LANYARD_LISTEN'] ?? '127.0.0.1',
    ports,
    demo: flag(env, 'LANYARD_DEMO', true),
    tls: pair(env, 'LANYARD_TLS_KEY_FILE', 'LANYARD_TLS_CERTIFICATE_FILE', (keyFile, certificateFile) => ({
      keyFile,
      certificateFile,
    })),
    smtp: env['LANYARD_SMTP_URL']
      ? {
          url: env['LANYARD_SMTP_URL'],
          from: env['LANYARD_MAIL_FROM'] ?? `lanyard@${env['LANYARD_HOST'] ?? 'localhost'}`,
        }
      : undefined,
    proxy: secret === undefined ? undefined : { secret, format: proxyFormat(env) },
    trustedProxies: list(env, 'LANYARD_TRUSTED_PROXIES'),
    statusHosts: list(env, 'LANYARD_STATUS_HOSTS'),
    pushProxy: pushProxy(env),
    relayAddress: relayAddress(env, ports.relay),
    crlExtras: {
      delta: flag(env, 'LANYARD_CRL_DELTA', false),
      partitions: whole(env, 'LANYARD_CRL_PARTITIONS', 0, 0, 64),
    },
    pkcs11: readPkcs11(env),
    ocspPresignHours: whole(env, 'LANYARD_OCSP_PRESIGN_HOURS', 0, 0, 24),
    logLevel: oneOf(env, 'LANYARD_LOG', ['info', 'debug', 'warn', 'error', 'silent']),
    logFile:
      oneOf(env, 'LANYARD_LOG_TO', ['file', 'stdout']) === 'file'
        ? absolute(env['LANYARD_LOG_FILE'] ?? `${dataFolder}/lanyard.log`)
        : undefined,
    databaseConnections: whole(env, 'LANYARD_DATABASE_CONNECTIONS', 10, 2, 200),
    appPackageBytes: env['LANYARD_APP_PACKAGE_MEGABYTES']
      ? whole(env, 'LANYARD_APP_PACKAGE_MEGABYTES', 300, 1, 4_000) * 1_024 * 1_024
      : undefined,
    fault: env['LANYARD_FAULT'],
  };
  if (config.proxy && config.trustedProxies.length === 0)
    throw new ConfigError(
      'LANYARD_PROXY_SECRET is set without LANYARD_TRUSTED_PROXIES: every card sign-in would count as coming from the proxy, and one stranger could use up the tries of all',
    );
  if (config.masterKeyFile.startsWith(`${dataFolder}/`))
    throw new ConfigError(
      'LANYARD_MASTER_KEY_FILE lies inside the data folder: one backup would hold the key and what it opens',
    );
  if (!config.demo && !config.tls)
    throw new ConfigError(
      'LANYARD_DEMO=false without LANYARD_TLS_KEY_FILE and LANYARD_TLS_CERTIFICATE_FILE: only the demo makes a web certificate of its own',
    );
  return Object.freeze(config);
}

/** @param name as in {@link Ports} */
export const portVariable = (name: string): string =>
  `LANYARD_${name.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase()}_PORT`;

function readPorts(env: Env): Ports {
  const entries = Object.entries(portDefaults).map(([name, otherwise]) => {
    return [name, whole(env, portVariable(name), otherwise, 1, 65_535)] as const;
  });
  const seen = new Map<number, string>();
  for (const [name, port] of entries) {
    const other = seen.get(port);
    if (other)
      throw new ConfigError(`${name} and ${other} would both listen on port ${port}: give one of them another`);
    seen.set(port, name);
  }
  return Object.fromEntries(entries) as unknown as Ports;
}

function pushProxy({ LANYARD_PUSH_PROXY: text }: Env): string | undefined {
  if (!text) return undefined;
  if (URL.parse(text)?.protocol !== 'http:')
    throw new ConfigError('LANYARD_PUSH_PROXY is not an http address such as http://proxy.example:3128');
  return text;
}

/** @throws ConfigError when a part is missing */
export function readPkcs11(env: Env): Pkcs11Config | undefined {
  const names = ['LANYARD_PKCS11_MODULE', 'LANYARD_PKCS11_TOKEN', 'LANYARD_PKCS11_PIN_FILE'] as const;
  const [module, token, pinFile] = names.map((name) => env[name]);
  if (!module && !token && !pinFile) return undefined;
  if (!module || !token || !pinFile)
    throw new ConfigError(`${names.find((name) => !env[name])} is missing: a token needs ${names.join(', ')}`);
  const authorities = list(env, 'LANYARD_PKCS11_AUTHORITIES');
  return {
    module: absolute(module),
    token,
    pinFile: absolute(pinFile),
    authorities: authorities.length > 0 ? authorities : ['derived'],
  };
}

const absolute = (path: string): string => {
  const home = path.startsWith('~/') ? `${homedir()}/${path.slice(2)}` : path;
  return isAbsolute(home) ? home : resolve(home);
};

function whole(env: Env, name: string, otherwise: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const n = Number(text);
  if (!Number.isInteger(n) || n < min || n > max)
    throw new ConfigError(`${name}=${text} is not a whole number from ${min} to ${max}`);
  return n;
}

/** The address listened on, or the machine's name where that is every address. */
function relayAddress(env: Env, port: number): string {
  const given = env['LANYARD_RELAY_ADDRESS'];
  if (given) {
    const url = URL.parse(given);
    if (url === null || !/^https?:$/.test(url.protocol))
      throw new ConfigError(`LANYARD_RELAY_ADDRESS=${given} is no http or https address`);
    return url.origin;
  }
  const listen = env['LANYARD_LISTEN'] ?? '127.0.0.1';
  const host = listen === '0.0.0.0' || listen === '::' ? hostname() : listen;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function flag(env: Env, name: string, otherwise: boolean): boolean {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new ConfigError(`${name}=${text} is neither true nor false`);
}

function oneOf<const T extends string>(env: Env, name: string, values: readonly [T, ...T[]]): T {
  const text = env[name] ?? values[0];
  const found = values.find((v) => v === text);
  if (!found) throw new ConfigError(`${name}=${text} is not one of ${values.join(', ')}`);
  return found;
}

function pair<T>(env: Env, a: string, b: string, make: (a: string, b: string) => T): T | undefined {
  const [first, second] = [env[a], env[b]];
  if (first && second) return make(absolute(first), absolute(second));
  if (first || second) throw new ConfigError(`${first ? a : b} is set without ${first ? b : a}: set both or neither`);
  return undefined;
}

const list = (env: Env, name: string): string[] =>
  (env[name] ?? '')
    .split(',')
    .map((s) => s.trim())
    .filter(Boolean);

function proxyFormat(env: Env): ProxyConfig['format'] {
  const kind = oneOf(env, 'LANYARD_PROXY_FORMAT', ['rfc9440', 'nginx']);
  return kind === 'rfc9440' ? { kind } : { kind, header: env['LANYARD_PROXY_HEADER'] ?? 'x-ssl-client-cert' };
}
