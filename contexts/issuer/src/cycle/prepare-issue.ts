import type { Bytes } from '@lanyard/pki';
import { checkRequest, type DraftRequest } from './check-request.ts';
import { type DraftChoice, draftCertificate } from './draft.ts';
import { lintDraft } from './lint-draft.ts';
import { compareSigned, signDraft } from './sign-draft.ts';

/**
 * From a verified request to the compared certificate: all of the cycle that needs no database. It serves a key
 * ceremony, whose record is its transcript, and measurements against raw signing. Nothing else may be given what it
 * issues, since it is on no record here.
 */
export async function prepareIssue(
  request: DraftRequest,
  choice: DraftChoice & { readonly uuid: string; readonly at: Date },
): Promise<Bytes> {
  const draft = await draftCertificate(checkRequest(request, choice.authority, choice.uuid, choice.at), choice);
  lintDraft(draft, choice.authority);
  const certificate = await signDraft(draft.tbs, choice.authority.signer);
  compareSigned(certificate, draft.tbs);
  return certificate;
}
