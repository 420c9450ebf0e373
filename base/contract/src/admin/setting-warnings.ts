import type { Provider } from '../common.ts';
import type { Finding } from '../managed-keys/finding.ts';
import { providerNames } from '../provider-support.ts';
import type {
  DerivedCredentialSetting,
  DeviceRegistrationSetting,
  PortalAuthenticationSetting,
  SettingKind,
  SettingValue,
  WalletSetting,
} from '../settings.ts';

/** An error keeps the setting from being saved; the others are told. */
export type SettingWarning = Finding;

/** What else holds for the people of a setting. What is not known is left out, and nothing is said of it. */
export interface SettingContext {
  readonly portal?: PortalAuthenticationSetting;
  readonly registration?: DeviceRegistrationSetting;
  readonly enabledProviders?: readonly Provider[];
  /** Trusted issuers that end within 90 days. */
  readonly endingAnchors?: readonly { readonly name: string; readonly notAfter: string }[];
}

/**
 * What is unwise or contradictory about a setting, as data: the form shows it, saving refuses the errors, and the lint
 * of all configuration says it again.
 */
export function settingWarnings<K extends SettingKind>(
  kind: K,
  value: SettingValue<K>,
  context: SettingContext,
): SettingWarning[] {
  const rules: { [Kind in SettingKind]?: (value: never, context: SettingContext) => SettingWarning[] } = {
    portal_authentication: ofPortal,
    device_registration: ofRegistration,
    derived_credential: ofDerived,
    wallet: ofWallet,
  };
  return rules[kind]?.(value as never, context) ?? []; // sound: each rule is at the kind whose value it takes
}

/** The built-in issuer follows the rules that the documents have for Entrust. */
const isEntrustLike = (provider: Provider): boolean => provider === 'lanyard' || provider === 'entrust';

function ofPortal(value: PortalAuthenticationSetting, context: SettingContext): SettingWarning[] {
  const { provider, derivedMobileSmartCredential, anchors, type } = value;
  const found: SettingWarning[] = [];
  const closed = type !== 'Certificate' || anchors.length === 0;
  if (closed) {
    const needed = provider === 'entrust' || (provider === 'lanyard' && derivedMobileSmartCredential);
    found.push({
      code: 'certificate_sign_in_missing',
      severity: needed ? 'error' : 'warning',
      field: type === 'Certificate' ? 'anchors' : 'type',
      words: needed
        ? `${providerNames[provider]} derived credentials need certificate authentication in the self-service portal, and no smart card opens it.`
        : 'No smart card opens the self-service portal.',
      next: 'Choose the type Certificate and upload the PEM file of the CA that issues the cards.',
    });
  }
  if (context.enabledProviders && !context.enabledProviders.includes(provider))
    found.push({
      code: 'provider_not_enabled',
      severity: 'warning',
      field: 'provider',
      words: `${providerNames[provider]} is not enabled, so these people cannot get a derived credential.`,
      next: 'Enable it under Providers, or choose another provider.',
    });
  for (const { name, notAfter } of context.endingAnchors ?? [])
    found.push({
      code: 'trusted_issuer_ends_soon',
      severity: 'warning',
      field: 'anchors',
      words: `The certificate of the trusted issuer "${name}" ends on ${notAfter.slice(0, 10)}; from then on its cards open nothing.`,
      next: 'Upload its successor beside it before that day.',
    });
  if (context.registration) found.push(...ofPair(value, context.registration, 'portal'));
  return found;
}

function ofRegistration(value: DeviceRegistrationSetting, { portal }: SettingContext): SettingWarning[] {
  const found = portal ? ofPair(portal, value, 'registration') : [];
  if (value.pinLength < 8)
    found.push({
      code: 'registration_pin_short',
      severity: 'warning',
      field: 'pinLength',
      words: `A registration PIN of ${value.pinLength} characters has fewer than 40 bits.`,
      next: 'Set the PIN length to 8 or more.',
    });
  if (value.pinMinutes > 1_440)
    found.push({
      code: 'registration_pin_long_lived',
      severity: 'warning',
      field: 'pinMinutes',
      words: 'A registration PIN works for more than a day, and whoever finds it can register a device until then.',
      next: 'Set the PIN lifetime to what people need at their desk, for example 10 minutes.',
    });
  if (!value.minimumVersion.enabled)
    found.push({
      code: 'minimum_version_off',
      severity: 'advice',
      field: 'minimumVersion.enabled',
      words: 'Devices with any version of their operating system can be registered.',
      next: 'Turn on "Enable Minimum Version" and name the oldest version that still gets security updates.',
    });
  if (value.allowUnknownPlatform)
    found.push({
      code: 'unknown_platform_allowed',
      severity: 'warning',
      field: 'allowUnknownPlatform',
      words: 'A device that does not say what it is can be registered, and no minimum version is held against it.',
      next: 'Turn it off unless you test with browsers on desktops.',
    });
  return found;
}

/** What the two settings say together of the people who have both. */
function ofPair(
  { provider, derivedMobileSmartCredential }: PortalAuthenticationSetting,
  { type, allowNewPin }: DeviceRegistrationSetting,
  asked: 'portal' | 'registration',
): SettingWarning[] {
  const found: SettingWarning[] = [];
  const strict = provider === 'entrust' || (provider === 'lanyard' && derivedMobileSmartCredential);
  if (type !== 'PIN Only')
    found.push({
      code: 'registration_pin_off',
      severity: strict ? 'error' : 'advice',
      field: asked === 'portal' ? 'provider' : 'type',
      words: strict
        ? `${providerNames[provider]} derived credentials need devices that were registered with a PIN, and "PIN Only" is off.`
        : `Without "PIN Only" nobody registers a new device. ${providerNames[provider]} works on devices that are registered already.`,
      next: 'Select PIN Only in Device Registration Authentication Type.',
    });
  if (!allowNewPin && isEntrustLike(provider))
    found.push({
      code: 'new_pin_not_allowed',
      severity: 'warning',
      field: asked === 'portal' ? 'provider' : 'allowNewPin',
      words:
        'A request for a derived credential ends after minutes, and these people cannot request a new PIN for the next one.',
      next: 'Turn on "Allow user to request a new PIN".',
    });
  return found;
}

function ofDerived(value: DerivedCredentialSetting): SettingWarning[] {
  const found: SettingWarning[] = [];
  if (value.windowMinutes > 10)
    found.push({
      code: 'activation_window_long',
      severity: 'warning',
      field: 'windowMinutes',
      words: 'An activation password works for more than 10 minutes, which is outside SP 800-63B-4.',
      next: 'Set the time to 10 minutes; people can ask for "More time" with their card.',
    });
  if (!value.purposes.includes('authentication'))
    found.push({
      code: 'authentication_purpose_missing',
      severity: 'warning',
      field: 'purposes',
      words: 'Without an authentication certificate no app can sign in with the credential.',
      next: 'Add the purpose authentication.',
    });
  for (const [purpose, policies] of Object.entries(value.policies))
    if (policies.some((policy) => policy.startsWith('2.16.840.1.101.3.2.1.3.')))
      found.push({
        code: 'federal_policy_asserted',
        severity: 'warning',
        field: `policies.${purpose}`,
        words: 'The certificates would assert a policy of the federal PKI, which only its audited authorities may.',
        next: 'Remove the policy unless your authority is one of them.',
      });
  if (value.cascade === 'account')
    found.push({
      code: 'cascade_account',
      severity: 'advice',
      field: 'cascade',
      words: 'A lost or revoked card does not end the derived credential; its holder is asked instead.',
      next: 'Choose strict where your policy follows the card.',
    });
  return found;
}

function ofWallet(value: WalletSetting): SettingWarning[] {
  const found: SettingWarning[] = [];
  const warn = (code: string, field: string, words: string, next: string) =>
    found.push({ code, severity: 'warning', field, words, next });
  const { passcode, pin } = value;
  if (passcode.type === 'numeric' || passcode.minLength < 6)
    warn(
      'passcode_weak',
      passcode.type === 'numeric' ? 'passcode.type' : 'passcode.minLength',
      'The Secure Apps Passcode may be short or digits only: whoever holds the phone has fewer to try.',
      'Ask for an alphanumeric passcode of 6 or more characters.',
    );
  if (pin.minLength < 6)
    warn(
      'pin_short',
      'pin.minLength',
      `The derived credential PIN may have ${pin.minLength} digits; SP 800-157 asks for 6.`,
      'Set the minimum PIN length to 6 or more.',
    );
  if (value.keyExport)
    warn(
      'key_export_on',
      'keyExport',
      'Key bytes can leave the wallet, and a copy of them is outside its protection.',
      'Turn it off unless a managed app or a headless device needs the bytes.',
    );
  if (value.showPin)
    warn(
      'show_pin_on',
      'showPin',
      'The wallet can show the derived credential PIN in clear to whoever opened it.',
      'Turn ShowPIN off; a forgotten PIN is unblocked with the card.',
    );
  if (value.offlineOpening && (passcode.type === 'numeric' || passcode.minLength < 12))
    warn(
      'offline_opening_short_passcode',
      'offlineOpening',
      'Opening without the server needs a passkey or an alphanumeric passcode of 12 characters; a shorter one opens only with it.',
      'Set the minimum passcode length to 12, or turn this off.',
    );
  return found;
}
