import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';
import type { DeviceCredential } from '@lanyard/contract';
import { ext, fromBase64, nameFrom, parseRequest, signCertificate, toBase64, toHex, type Bytes } from '@lanyard/pki';
import { encryptionKeyContext } from '../hpke.ts';
import { exportPkcs8, exportSpki, makeSigningKey } from '../key-material.ts';
import { DEVICE, Refusal, type DoubleCall, type DoubleState, type RequestRow } from './double-state.ts';

const NAME = 'Work phone';
const DAY_MS = 86_400_000;
const later = ({ now }: DoubleState, ms: number): string => new Date(now() + ms).toISOString();

export async function answerRequest(
  state: DoubleState,
  id: string,
  verb: string,
  input: DoubleCall['input'],
): Promise<object> {
  const row = state.requests.get(id);
  if (row === undefined) throw new Refusal('request_not_found');
  if (verb === '') return pendingOf(state, row);
  if (verb === 'activate') accept(state, row, input);
  if (verb === 'activate' || verb === 'activation') return viewOf(state, row);
  if (row.state !== 'activating') throw new Refusal('request_not_activating');
  if (verb === 'encryption-key') return encryptionKey(state, row);
  if (verb === 'confirm') return confirm(state, row);
  return certify(state, row, String(input['purpose']), parseRequest(fromBase64(String(input['csr']))).spki);
}

function accept({ shares }: DoubleState, row: RequestRow, input: DoubleCall['input']): void {
  if (input['activationPassword'] !== row.password) throw new Refusal('activation_password_wrong', { triesLeft: 4 });
  if (row.state !== 'pending') throw new Refusal('request_used');
  row.state = 'activating';
  for (const [way, { tries }] of shares) if (tries <= 0) shares.delete(way);
}

function pendingOf(state: DoubleState, { id, state: current }: RequestRow): object {
  return { id, name: NAME, provider: 'lanyard', state: current, expiresAt: later(state, 500_000), credentialId: null };
}

function viewOf(state: DoubleState, { id, credentialId, state: current, issued }: RequestRow): object {
  const parts = ['authentication', 'signing', 'encryption'].map((purpose) => {
    const madeBy = purpose === 'encryption' ? 'issuer' : 'device';
    return { purpose, keyType: 'ec-p256', madeBy, issued: issued.has(purpose) };
  });
  return { requestId: id, credentialId, name: NAME, state: current, deadline: later(state, DAY_MS), parts };
}

async function certify(state: DoubleState, row: RequestRow, purpose: string, spki: Bytes) {
  if (state.issuedKeys.includes(toHex(spki))) throw new Refusal('csr_key_reused');
  state.issuedKeys.push(toHex(spki));
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = 0x4a;
  const template = {
    serial,
    issuer: nameFrom([{ type: 'CN', value: 'Double CA' }]),
    subject: nameFrom([{ type: 'CN', value: `Alice Example ${purpose}` }]),
    notBefore: new Date(state.now()),
    notAfter: new Date(state.now() + 365 * DAY_MS),
    spki,
    extensions: [ext.keyUsage(['digitalSignature'])],
  };
  const certificate = toBase64(await signCertificate(template, state.issuer));
  row.issued.add(purpose);
  return { purpose, certificate, chain: [] };
}

async function encryptionKey(state: DoubleState, row: RequestRow): Promise<object> {
  const pair = await makeSigningKey('ec-p256');
  const issued = await certify(state, row, 'encryption', await exportSpki(pair.publicKey));
  const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  const jwk = { ...state.keys?.agreement };
  const to = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDH', namedCurve: 'P-256' }, true, []);
  const context = encryptionKeyContext(DEVICE, row.id, 'encryption');
  const { encapsulatedSecret, ciphertext } = await suite.Seal(to, await exportPkcs8(pair.privateKey), context);
  return { ...issued, enc: toBase64(encapsulatedSecret), ciphertext: toBase64(ciphertext) };
}

function confirm(state: DoubleState, row: RequestRow): object {
  row.state = 'activated';
  for (const old of state.credentials) if (old.state === 'active') old.state = 'replaced';
  const credential: DeviceCredential = {
    id: row.credentialId,
    name: NAME,
    provider: 'lanyard',
    state: 'active',
    issuedAt: later(state, 0),
    expiresAt: later(state, 365 * DAY_MS),
    certificates: [],
  };
  state.credentials.unshift(credential);
  return { credential };
}
