import { LanyardError } from '@lanyard/kernel';
import { type Bytes, certsOnly } from '@lanyard/pki';
import { lineCertificates } from '../authority/line-certificates.ts';
import { authenticateEnrolment } from '../enrolment/authenticate.ts';
import { type Enrolling, FIRST, issueEnrolled, usePassword } from '../enrolment/issue-enrolled.ts';
import { readProvenRequest } from '../enrolment/read-request.ts';
import { assertSameNames, findRenewable, renew } from '../enrolment/renew.ts';
import type { EnrolmentRow } from '../pg/tables.ts';
import type { RegistrationKeys } from '../scep/registration-key.ts';
import { type GeneratedKey, serverKeygen } from './server-keygen.ts';

/** What every call of EST brings along. */
export interface EstCall {
  /** The optional path segment of RFC 7030 §3.2.2: the authority that is meant. */
  readonly label: string | undefined;
  /** Address of the caller. */
  readonly source: string;
  readonly correlationId: string;
}

export interface EstCredentials {
  readonly name: string;
  readonly secret: string;
}

/** The operations of RFC 7030. Requests are DER of PKCS#10, answers certs-only CMS. */
export interface EstService {
  /** §4.1: the authority, those that it followed and that follow it, and what is above them. */
  cacerts(label: string | undefined): Promise<Bytes>;
  /** §4.2.1, by one-time password. */
  simpleenroll(call: EstCall, by: EstCredentials, request: Bytes): Promise<Bytes>;
  /** §4.2.2, by the certificate that is renewed. @param certificate as TLS proved it */
  simplereenroll(call: EstCall, certificate: Bytes, request: Bytes): Promise<Bytes>;
  /** §4.4, by one-time password. */
  serverkeygen(call: EstCall, by: EstCredentials, request: Bytes): Promise<GeneratedKey>;
}

/**
 * @param keysOf sign the keys that are made here
 * @param authorityOfNoLabel whose certificates `cacerts` gives where the path names none
 */
export function estService(enrolling: Enrolling, keysOf: RegistrationKeys, authorityOfNoLabel: string): EstService {
  const { ports, book } = enrolling;
  const authenticate = async ({ label, source }: EstCall, by: EstCredentials): Promise<EnrolmentRow> =>
    forLabel(await authenticateEnrolment(ports, { ...by, protocol: 'est', source }), label);

  return {
    async cacerts(label) {
      return certsOnly(await lineCertificates(book, label ?? authorityOfNoLabel));
    },
    async simpleenroll(call, by, octets) {
      const row = await authenticate(call, by);
      const { correlationId } = call;
      // Refused before the password is used up: the right operation can still be called with it.
      if (row.profile === 'key-management') throw new LanyardError('enrolment_key_made_here');
      const { spki } = await readProvenRequest(octets, ports.verifier);
      await usePassword(enrolling, row, spki, correlationId);
      const { certificate } = await issueEnrolled(enrolling, row, { spki, succeeds: FIRST, correlationId });
      return certsOnly([certificate]);
    },
    async simplereenroll({ label, source, correlationId }, shown, octets) {
      const renewable = await findRenewable(enrolling, shown, source);
      forLabel(renewable.row, label);
      const request = await readProvenRequest(octets, ports.verifier);
      assertSameNames(renewable, request);
      const { certificate } = await renew(enrolling, renewable, request, correlationId);
      return certsOnly([certificate]);
    },
    serverkeygen: async (call, by, octets) =>
      await serverKeygen(enrolling, await authenticate(call, by), octets, {
        correlationId: call.correlationId,
        keysOf,
      }),
  };
}

function forLabel(row: EnrolmentRow, label: string | undefined): EnrolmentRow {
  if (label !== undefined && label !== row.authority_id)
    throw new LanyardError('authority_unknown', { authority: label });
  return row;
}
