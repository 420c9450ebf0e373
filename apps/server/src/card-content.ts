import type { CardContentsInput } from '@lanyard/contract';
import type { CredentialsPorts } from '@lanyard/credentials';
import { nodeDigest } from '@lanyard/crypto';
import type { Issuer } from '@lanyard/issuer';
import { LanyardError } from '@lanyard/kernel';
import { CS2, CS7, type DerivedSecureMessaging, signedContainers, signedSecureMessaging } from '@lanyard/piv';
import { fromBase64, fromHex, parseCertificate, uuidOf } from '@lanyard/pki';

/** The line whose credentials devices hold. */
const LINE = 'derived';

/** Has the data of a device's card signed by the issuer's content signer: the card's UUID and end are its certificate's. */
export const cardContent = (issuer: Pick<Issuer, 'contentSigner'>): CredentialsPorts['cardContent'] => ({
  sign: async (encoded, { retired, secureMessaging }) => {
    const certificate = parseCertificate(encoded);
    const uuid = uuidOf(certificate);
    if (uuid === undefined) throw new LanyardError('credential_not_active');
    const channel = secureMessaging && channelOf(secureMessaging);
    const signer = await issuer.contentSigner(LINE, certificate.notAfter, channel?.suite.algorithm);
    const guid = fromHex(uuid.replaceAll('-', ''));
    const card = { guid, expires: certificate.notAfter, retired };
    if (channel === undefined) return signedContainers(card, signer, nodeDigest);
    return {
      ...(await signedContainers({ ...card, secureMessaging: channel }, signer, nodeDigest)),
      secureMessaging: await signedSecureMessaging({ guid }, channel, signer),
    };
  },
});

/** @throws LanyardError `csr_malformed` for a point of another length than its curve's */
function channelOf({
  keyType,
  point: encoded,
  pairingCode,
}: NonNullable<CardContentsInput['secureMessaging']>): DerivedSecureMessaging {
  const suite = keyType === 'ec-p384' ? CS7 : CS2;
  const point = fromBase64(encoded);
  if (point.length !== 2 * suite.coordinate + 1 || point[0] !== 0x04) throw new LanyardError('csr_malformed');
  return { suite, point, ...(pairingCode === undefined ? {} : { pairingCode }) };
}
