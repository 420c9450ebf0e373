import type { CredentialsPorts } from '@lanyard/credentials';
import { nodeDigest } from '@lanyard/crypto';
import type { Issuer } from '@lanyard/issuer';
import { LanyardError } from '@lanyard/kernel';
import { signedContainers } from '@lanyard/piv';
import { fromHex, parseCertificate, uuidOf } from '@lanyard/pki';

/** The line whose credentials devices hold. */
const LINE = 'derived';

/** Has the data of a device's card signed by the issuer's content signer: the card's UUID and end are its certificate's. */
export const cardContent = (issuer: Pick<Issuer, 'contentSigner'>): CredentialsPorts['cardContent'] => ({
  sign: async (encoded, retired) => {
    const certificate = parseCertificate(encoded);
    const uuid = uuidOf(certificate);
    if (uuid === undefined) throw new LanyardError('credential_not_active');
    const signer = await issuer.contentSigner(LINE, certificate.notAfter);
    const card = { guid: fromHex(uuid.replaceAll('-', '')), expires: certificate.notAfter, retired };
    return signedContainers(card, signer, nodeDigest);
  },
});
