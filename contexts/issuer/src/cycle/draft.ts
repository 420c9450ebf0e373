import { LanyardError } from '@lanyard/kernel';
import { buildTbsCertificate, type Bytes, type Digest, fromHex, keyIdentifierOf, PkiError } from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import type { CheckedRequest } from './check-request.ts';
import { extensionsOf } from './extensions.ts';

export interface DraftChoice {
  readonly authority: SigningAuthority;
  readonly statusUrl: string;
  readonly digest: Digest;
  /** Hexadecimal content of the INTEGER. */
  readonly serial: string;
}

/** The octets that will be signed, and what they were made of. */
export interface Draft extends CheckedRequest {
  readonly tbs: Bytes;
}

/** @throws LanyardError `profile_refused` for names and policies that cannot be written */
export async function draftCertificate(
  request: CheckedRequest,
  { authority, statusUrl, digest, serial }: DraftChoice,
): Promise<Draft> {
  const { profile, subject, spki, notBefore, notAfter } = request;
  const keyId = await keyIdentifierOf(request.key, digest);
  try {
    const extensions = extensionsOf({ ...request, authority, statusUrl, keyId });
    const template = {
      serial: fromHex(serial),
      issuer: authority.name,
      subject,
      notBefore,
      notAfter,
      spki,
      extensions,
    };
    return { ...request, tbs: buildTbsCertificate(template, authority.signer.algorithm) };
  } catch (cause) {
    if (!(cause instanceof PkiError)) throw cause;
    throw new LanyardError(
      'profile_refused',
      { profile: profile.name, findings: [{ rule: cause.code, message: cause.reason }] },
      { cause },
    );
  }
}
