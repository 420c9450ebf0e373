import { userGuide, type DeviceRegistrationSetting, type PortalAuthenticationSetting } from '@lanyard/contract';
import type { ChosenProvider, Credentials } from '@lanyard/credentials';
import type { Directory } from '@lanyard/directory';
import type { Fleet } from '@lanyard/fleet';
import type { InvitationWay, Invitees } from '@lanyard/notices';

interface Needs {
  readonly directory: Pick<Directory, 'groupName' | 'membersOf' | 'personById' | 'setting'>;
  readonly credentials: Pick<Credentials, 'providerOf'>;
  readonly fleet: Pick<Fleet, 'devicesOf'>;
}

/** People to invite, and what their settings let them do. */
export const inviteesOf = (needs: () => Needs): Invitees => ({
  members: (groupId, after, limit) => needs().directory.membersOf(groupId, after, limit),
  groupName: (groupId) => needs().directory.groupName(groupId),
  async wayOf(personId) {
    const { credentials, directory, fleet } = needs();
    if ((await directory.personById(personId))?.state !== 'active') return null;
    const portal = (await directory.setting(personId, 'portal_authentication')).value;
    const registration = (await directory.setting(personId, 'device_registration')).value;
    const provider = await credentials.providerOf(portal);
    const devices = await fleet.devicesOf(personId);
    return wayBy(
      portal,
      registration,
      provider,
      devices.some(({ state }) => state === 'active'),
    );
  },
});

/**
 * The link to the self-service portal is in an invitation only where the person can use it: Self Service Portal
 * Authentication "Certificate" with a trusted issuer, Device Registration "PIN Only", and a provider that is enabled.
 */
export function wayBy(
  { anchors, derivedMobileSmartCredential, type }: PortalAuthenticationSetting,
  registration: DeviceRegistrationSetting,
  { enabled, kind, name }: Pick<ChosenProvider, 'enabled' | 'kind' | 'name'>,
  registered: boolean,
): InvitationWay {
  const comesIn = type === 'Certificate' && anchors.length > 0;
  const getsPin = registration.type === 'PIN Only' && registration.allowNewPin;
  if (!comesIn || !getsPin || !enabled) return { kind: 'invitation.other', facts: {} };
  const steps = userGuide(kind, { registered })
    .map((step, at) => `${at + 1}. ${step}`)
    .join('\n');
  return derivedMobileSmartCredential
    ? {
        kind: 'invitation.credential',
        facts: { providerName: name, steps, button: 'Request PIN and Derived Credential' },
      }
    : { kind: 'invitation.pin', facts: { providerName: name, steps, button: 'Request a PIN' } };
}
