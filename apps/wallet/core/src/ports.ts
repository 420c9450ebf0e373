import type { PublicJwk } from '@lanyard/contract';
import type { Bytes } from '@lanyard/pki';

/**
 * Where a wallet keeps what must survive being closed. Values are plain structures, byte arrays and `CryptoKey`s;
 * one put is all or nothing, so every step of a longer act is written as one value.
 */
export interface Storage {
  get<T>(key: string): Promise<T | undefined>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
}

/** The device's own two keys. A native shell keeps them in hardware; nothing here ever sees their bytes. */
export interface KeyStore {
  /** The public halves, made at the first call. */
  publicKeys(): Promise<DeviceKeys>;
  /** ECDSA P-256 with SHA-256 by the signing key, r‖s (RFC 7518 §3.4), 64 octets. */
  sign(data: Bytes): Promise<Bytes>;
  /** Opens what was sealed to the agreement key by HPKE (RFC 9180). */
  openSealed(sealed: HpkeMessage): Promise<Bytes>;
  /** Forgets both keys. */
  erase(): Promise<void>;
}

export interface DeviceKeys {
  readonly signing: PublicJwk;
  readonly agreement: PublicJwk;
}

export interface HpkeMessage {
  readonly enc: Bytes;
  readonly ciphertext: Bytes;
  readonly info: Bytes;
  readonly aad: Bytes;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  /** Null for a header that is absent; names without regard to case. */
  header(name: string): string | null;
  readonly body: string;
}

/** One exchange with the server. A rejection means that nobody knows whether the server acted. */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** Milliseconds since 1970. */
export type Clock = () => number;

export type RandomBytes = (count: number) => Bytes;
