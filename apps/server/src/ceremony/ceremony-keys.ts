import { randomUUID } from 'node:crypto';
import { generateKeyPair, softwareSigner } from '@lanyard/crypto';
import { type Bytes, equalBytes, parseCertificate, type Signer } from '@lanyard/pki';
import { openTokenKeys, type OpenTokenKeys } from '../token-keys.ts';
import type { CeremonyFolder, Part } from './ceremony-folder.ts';
import type { CeremonyKey, CeremonySetting } from './plan.ts';
import type { KeyRef } from './records.ts';
import { openKey, sealKey } from './sealed-key.ts';

/** Makes and opens the keys of a ceremony: sealed in its folder, or in a token. */
export interface CeremonyKeys {
  make(id: string, part: Part, keyType: CeremonyKey, passphrase: string): Promise<{ signer: Signer; ref: KeyRef }>;
  open(ref: KeyRef, part: Part, certificate: Bytes, passphrase: string): Promise<Signer>;
  /** Where a key is, in words. */
  placeOf(ref: KeyRef): string;
  /** Removes what was made in the token: the ceremony was stopped. */
  undo(): Promise<void>;
  close(): Promise<void>;
}

export async function openCeremonyKeys(setting: CeremonySetting, folder: CeremonyFolder): Promise<CeremonyKeys> {
  const token = setting.pkcs11 ? await openTokenKeys(setting.pkcs11) : undefined;
  const made: string[] = [];

  const needed = (): OpenTokenKeys => {
    if (!token)
      throw new Error('a key in a token needs LANYARD_PKCS11_MODULE, LANYARD_PKCS11_TOKEN and LANYARD_PKCS11_PIN_FILE');
    return token;
  };

  return {
    async make(id, part, keyType, passphrase) {
      if (setting.inToken.includes(id)) {
        const tokenLabel = `lanyard ${id} ${randomUUID()}`;
        const spki = await needed().generate(keyType, tokenLabel);
        made.push(tokenLabel);
        return { signer: needed().signer(tokenLabel, spki), ref: { tokenLabel } };
      }
      const { pkcs8 } = generateKeyPair(keyType);
      const file = `${id}.key.pem`;
      await folder.write(part, file, sealKey(pkcs8, passphrase));
      // Read back before anything is signed with it: a key that nobody can open again is worth nothing.
      const kept = openKey(await folder.read(part, file), passphrase, file);
      if (!equalBytes(softwareSigner(kept).spki, softwareSigner(pkcs8).spki))
        throw new Error(`${file} was not kept whole`);
      return { signer: softwareSigner(pkcs8), ref: { file } };
    },
    async open(ref, part, certificate, passphrase) {
      if ('tokenLabel' in ref) return needed().signer(ref.tokenLabel, parseCertificate(certificate).spki);
      return softwareSigner(openKey(await folder.read(part, ref.file), passphrase, ref.file));
    },
    placeOf: (ref) => ('file' in ref ? `sealed in ${ref.file}` : `in the token, label "${ref.tokenLabel}"`),
    undo: async () => {
      for (const label of made) await token?.destroy(label);
    },
    close: async () => token?.close(),
  };
}
