import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();
const b64 = (data: Uint8Array): string => Buffer.from(data).toString('base64url');

interface Options {
  readonly challenge: string;
}

export interface Ceremony {
  readonly origin: string;
  /** The user showed that it was they: PIN or finger. */
  readonly verified?: boolean;
}

/** An authenticator in software with one discoverable P-256 credential (WebAuthn L3 §6.1), as a test wants it to be. */
export class Authenticator {
  readonly id = randomBytes(20);
  counter = 1;
  userHandle = '';
  readonly #privateKey: KeyObject;
  readonly #x: Buffer;
  readonly #y: Buffer;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.#privateKey = privateKey;
    [this.#x, this.#y] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  }

  create(options: Options & { readonly user: { readonly id: string } }, { origin, verified = true }: Ceremony): object {
    this.userHandle = options.user.id;
    const cose = Buffer.concat([hex('a5010203262001215820'), this.#x, hex('225820'), this.#y]);
    const attested = Buffer.concat([Buffer.alloc(16), hex('0014'), this.id, cose]);
    const authData = Buffer.concat([this.#authData(origin, verified, 0x40), attested]);
    const length = Buffer.from([authData.length]);
    // {"fmt": "none", "attStmt": {}, "authData": …}
    const attestation = Buffer.concat([
      hex('a363666d74646e6f6e656761747453746d74a068617574684461746158'),
      length,
      authData,
    ]);
    return this.#credential({
      clientDataJSON: b64(this.#clientData('webauthn.create', options, origin)),
      attestationObject: b64(attestation),
      transports: ['internal'],
    });
  }

  get(options: Options, { origin, verified = true }: Ceremony): object {
    const clientData = this.#clientData('webauthn.get', options, origin);
    const authData = this.#authData(origin, verified, 0);
    return this.#credential({
      clientDataJSON: b64(clientData),
      authenticatorData: b64(authData),
      signature: b64(sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.#privateKey)),
      userHandle: this.userHandle,
    });
  }

  #credential(response: object): object {
    const id = b64(this.id);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #clientData(type: string, { challenge }: Options, origin: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #authData(origin: string, verified: boolean, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const present = 0x01 | (verified ? 0x04 : 0) | flags;
    return Buffer.concat([sha256(new URL(origin).hostname), Buffer.from([present]), counter]);
  }
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
