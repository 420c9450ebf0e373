import {
  type Certificate,
  type Digest,
  equalBytes,
  type HashAlgorithm,
  type OcspCertId,
  ocspIssuerHashes,
} from '@lanyard/pki';

type Hashes = Awaited<ReturnType<typeof ocspIssuerHashes>>;

/** RFC 5019 §2.1.1 clients use SHA-1, newer ones SHA-256; other hashes are nobody's. */
const HASHES: readonly HashAlgorithm[] = ['sha1', 'sha256'];

export interface IssuerHashes {
  /** @returns whether a CertID names a certificate of this authority */
  matcher(
    authorityId: string,
    certificate: Certificate,
    certIds: readonly OcspCertId[],
  ): Promise<(id: OcspCertId) => boolean>;
}

/** Hashes of names and keys by which OCSP knows issuers, made once. */
export function issuerHashes(digest: Digest): IssuerHashes {
  const known = new Map<string, Hashes>();
  const hashesOf = async (authorityId: string, certificate: Certificate, hash: HashAlgorithm): Promise<Hashes> => {
    const key = `${authorityId} ${hash}`;
    const made = known.get(key) ?? (await ocspIssuerHashes(certificate, digest, hash));
    known.set(key, made);
    return made;
  };
  return {
    async matcher(authorityId, certificate, certIds) {
      const used = HASHES.filter((hash) => certIds.some((id) => id.hash === hash));
      const byHash = new Map(
        await Promise.all(used.map(async (hash) => [hash, await hashesOf(authorityId, certificate, hash)] as const)),
      );
      return (id) => {
        const own = id.hash === undefined ? undefined : byHash.get(id.hash);
        return (
          own !== undefined &&
          equalBytes(own.issuerNameHash, id.issuerNameHash) &&
          equalBytes(own.issuerKeyHash, id.issuerKeyHash)
        );
      };
    },
  };
}
