import { LanyardError } from '@lanyard/kernel';
import { buildTbsCertificate, type Bytes, type Digest, fromHex, keyIdentifierOf, type Name, PkiError } from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import type { Profile } from '../profiles/index.ts';
import { alternativeNames, type NamesInput } from './alternative-names.ts';
import { extensionsOf } from './extensions.ts';
import { checkKey } from './key-check.ts';
import { type Validity, validityWithin } from './validity.ts';

/** A verified request: what shall be certified, and how long. */
export interface DraftRequest extends NamesInput {
  readonly profile: Profile;
  readonly subject: Name;
  readonly spki: Bytes;
  readonly notAfter: Date;
  readonly policies: readonly string[];
}

/** What the caller chooses for this one certificate. */
export interface DraftChoice {
  readonly authority: SigningAuthority;
  readonly statusUrl: string;
  readonly digest: Digest;
  /** Hexadecimal content of the INTEGER. */
  readonly serial: string;
  readonly uuid: string;
  readonly at: Date;
}

/** The octets that will be signed. */
export interface Draft extends Validity {
  readonly profile: Profile;
  readonly tbs: Bytes;
}

/** @throws LanyardError `csr_malformed`, `csr_wrong_key`, `csr_weak_key`, `profile_refused` */
export async function draftCertificate(request: DraftRequest, choice: DraftChoice): Promise<Draft> {
  const { profile, spki } = request;
  const { authority, statusUrl, at } = choice;
  const key = checkKey(spki, profile);
  const validity = validityWithin({ at, wanted: request.notAfter, maxDays: profile.maxDays, issuer: profile.name === 'root' ? null : authority });
  const names = alternativeNames(profile, request, choice.uuid);
  const keyId = await keyIdentifierOf(spki, choice.digest);
  try {
    const extensions = extensionsOf({ profile, authority, statusUrl, key, keyId, names, policies: request.policies });
    const template = { serial: fromHex(choice.serial), issuer: authority.name, subject: request.subject, ...validity, spki, extensions };
    return { profile, tbs: buildTbsCertificate(template, authority.signer.algorithm), ...validity };
  } catch (cause) {
    if (!(cause instanceof PkiError)) throw cause;
    throw new LanyardError('profile_refused', { profile: profile.name, findings: [{ rule: cause.code, message: cause.reason }] }, { cause });
  }
}
