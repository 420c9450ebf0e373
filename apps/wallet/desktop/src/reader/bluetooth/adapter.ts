import { BluetoothError } from './bluetooth-error.ts';
import type { Properties, SystemBus } from './system-bus.ts';

type Objects = Readonly<Record<string, Readonly<Record<string, Properties>>>>;

const NEEDED = ['org.bluez.GattManager1', 'org.bluez.LEAdvertisingManager1'];

/**
 * The adapter to show this desktop by: the first that is on and can be a peripheral.
 * @returns the path of its object
 * @throws BluetoothError `bluetooth_no_adapter`, `bluetooth_off`
 */
export async function findAdapter(bus: Pick<SystemBus, 'call'>): Promise<string> {
  const manager = 'org.freedesktop.DBus.ObjectManager';
  const [objects] = await bus.call({ path: '/', interface: manager, member: 'GetManagedObjects' });
  const adapters = Object.entries(objects as Objects).filter(([, has]) => 'org.bluez.Adapter1' in has);
  const on = adapters.filter(([, has]) => has['org.bluez.Adapter1']?.['Powered']?.value === true);
  if (adapters.length > 0 && on.length === 0) throw new BluetoothError('bluetooth_off');
  const [able] = on.find(([, has]) => NEEDED.every((needed) => needed in has)) ?? [];
  if (able === undefined) throw new BluetoothError('bluetooth_no_adapter');
  return able;
}
