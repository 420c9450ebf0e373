import { WalletError } from '../../errors.ts';
import type { DesktopParts } from '../desktop-parts.ts';
import type { Bluetooth, NearDesktop } from './bluetooth.ts';

/**
 * Has the holder choose a desktop near by; only after a tap.
 * @throws WalletError `bluetooth_forbidden`, `bluetooth_missing`, `bluetooth_off`, `no_desktop_chosen`
 */
export const chooseDesktop = async (parts: DesktopParts): Promise<NearDesktop> => (await usable(parts)).choose();

/**
 * The desktop that was chosen before.
 * @param id by which Bluetooth finds it again
 * @param tapped just now: the holder may be asked to choose it once more
 * @throws WalletError `bluetooth_tap_needed`, and what `chooseDesktop` throws
 */
export async function findDesktop(parts: DesktopParts, id: string | undefined, tapped: boolean): Promise<NearDesktop> {
  const bluetooth = await usable(parts);
  const known = id === undefined ? undefined : await bluetooth.known(id);
  if (known !== undefined) return known;
  if (!tapped) throw new WalletError('bluetooth_tap_needed');
  return bluetooth.choose();
}

async function usable({ bluetooth, policy }: DesktopParts): Promise<Bluetooth> {
  if ((await policy()).desktops.bluetooth === 'forbidden') throw new WalletError('bluetooth_forbidden');
  const state = (await bluetooth?.state()) ?? 'missing';
  if (bluetooth === undefined || state === 'missing') throw new WalletError('bluetooth_missing');
  if (state === 'off') throw new WalletError('bluetooth_off');
  return bluetooth;
}
