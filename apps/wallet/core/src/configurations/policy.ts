import {
  appConnectDeviceAndroidConfiguration,
  appConnectDeviceIosConfiguration,
  rulesOf,
  strictest,
  walletSetting,
  type DesiredState,
  type PasscodeRules,
  type WalletSetting,
} from '@lanyard/contract';

const kinds = {
  appconnect_device_ios: appConnectDeviceIosConfiguration,
  appconnect_device_android: appConnectDeviceAndroidConfiguration,
} as const;

/** The AppConnect device configurations in force on this device. */
function deviceRules({ configurations = [] }: Partial<Pick<DesiredState, 'configurations'>>) {
  return configurations.flatMap(({ kind, value }) =>
    value !== null && (kind === 'appconnect_device_ios' || kind === 'appconnect_device_android')
      ? [kinds[kind].parse(value)]
      : [],
  );
}

/**
 * What holds for the wallet: the setting of the organisation and every AppConnect device configuration, of each rule the
 * strictest. A wallet that has not checked in since they exist has none.
 */
export function policyOf(desired: DesiredState | undefined): WalletSetting {
  if (desired === undefined) return walletSetting.parse({});
  const { wallet } = desired;
  const configured = deviceRules(desired);
  const passcodes = configured.flatMap(({ passcode }) => rulesOf(passcode) ?? []);
  return {
    ...wallet,
    passcode: strictest([wallet.passcode, ...passcodes]),
    lockAfterMinutes: Math.min(
      wallet.lockAfterMinutes,
      ...configured.map(({ inactivityMinutes }) => inactivityMinutes),
    ),
  };
}

/** Whether a passcode made under one set of rules may not keep another. */
export function isWeaker(made: PasscodeRules, now: PasscodeRules): boolean {
  const both = strictest([made, now]);
  return both.type !== made.type || both.minLength !== made.minLength || both.minComplex !== made.minComplex;
}
