import type { CardContents, CardContentsInput } from '@lanyard/contract';
import { type DeviceCaller, LanyardError, recordAudit } from '@lanyard/kernel';
import { toBase64, viewOf } from '@lanyard/pki';
import { partsOf } from './pg/certificates.ts';
import { findCredential } from './pg/credentials.ts';
import type { CredentialsParts, SignedCardContent } from './ports.ts';

interface Asked {
  readonly credentialId: string;
  readonly card: CardContentsInput;
  readonly correlationId: string;
}

/**
 * What an issuer has to sign of a credential that a device shows as a PIV card: 1. it is the device's own 2. active 3. of
 * our own issuer: for another's we do not vouch 4. with secure messaging as the setting has it. A key that was certified is
 * audited; the pairing code goes into the signed digest and is kept nowhere.
 * @throws LanyardError `credential_not_found`, `credential_not_active`, `secure_messaging_not_allowed`
 */
export async function cardOf(parts: CredentialsParts, caller: DeviceCaller, asked: Asked): Promise<CardContents> {
  const { db, clock, cardContent } = parts;
  const { credentialId, card } = asked;
  const row = await findCredential(db.pool, credentialId);
  if (row === null || row.device_id !== caller.deviceId || row.person_id !== caller.personId)
    throw new LanyardError('credential_not_found');
  const part = (await partsOf(db.pool, [credentialId])).find(({ purpose }) => purpose === 'authentication');
  if (row.state !== 'active' || row.provider !== 'lanyard' || !part?.certificate)
    throw new LanyardError('credential_not_active');
  await requireAsSet(parts, caller, card.secureMessaging);
  const signed = await cardContent.sign(viewOf(part.certificate), card);
  if (card.secureMessaging !== undefined) {
    const whose = { personId: caller.personId, deviceId: caller.deviceId };
    const actor = { kind: 'device', ...whose } as const;
    const details = { keyType: card.secureMessaging.keyType };
    const { correlationId } = asked;
    await recordAudit(
      db.pool,
      {
        act: 'credential.channel-key-signed',
        outcome: 'done',
        actor,
        ...whose,
        object: credentialId,
        details,
        correlationId,
      },
      clock.now(),
    );
  }
  return answerOf(signed);
}

async function requireAsSet(
  { directory }: CredentialsParts,
  caller: DeviceCaller,
  asked: CardContentsInput['secureMessaging'],
): Promise<void> {
  if (asked === undefined) return;
  const { secureMessaging } = (await directory.setting(caller.personId, 'wallet')).value.desktops;
  const wanted = asked.pairingCode === undefined ? 'no-pairing-code' : 'pairing-code';
  if (wanted !== secureMessaging) throw new LanyardError('secure_messaging_not_allowed');
}

const answerOf = ({ chuid, securityObject, secureMessaging }: SignedCardContent): CardContents => ({
  chuid: toBase64(chuid),
  securityObject: toBase64(securityObject),
  ...(secureMessaging === undefined
    ? {}
    : {
        secureMessaging: {
          certificate: toBase64(secureMessaging.certificate),
          signer: toBase64(secureMessaging.signer),
        },
      }),
});
