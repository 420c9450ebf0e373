import { DeviceCommandError } from '../../device-error.ts';

const WORDS = {
  bluetooth_no_bus: [
    'The system bus, by which Bluetooth is reached, does not answer.',
    'Install and start it ("apt-get install dbus"); Bluetooth works on Linux only.',
  ],
  bluetooth_no_service: [
    'The Bluetooth service does not run.',
    'Install and start it ("apt-get install bluez", then "systemctl start bluetooth").',
  ],
  bluetooth_no_adapter: [
    'This desktop has no Bluetooth adapter that can show itself to phones.',
    'Plug one in that knows Bluetooth 4.0 or newer, or use the network: "lanyard reader" without --bluetooth.',
  ],
  bluetooth_off: [
    'Bluetooth is off on this desktop.',
    'Turn it on: "rfkill unblock bluetooth", "bluetoothctl power on".',
  ],
  bluetooth_not_permitted: [
    'This user may not use Bluetooth.',
    'Add the user to the group of /etc/dbus-1/system.d/bluetooth.conf (Debian: "adduser USER bluetooth") and sign in anew.',
  ],
  bluetooth_failed: ['Bluetooth failed.', 'Look at "journalctl -u bluetooth", then start the reader again.'],
} as const;

/** What keeps a desktop from being seen by phones, with the next step. */
export class BluetoothError extends DeviceCommandError {
  /** @param reason as the system says it */
  constructor(code: keyof typeof WORDS, reason?: string) {
    const [title, next] = WORDS[code];
    super(code, reason === undefined ? title : `${title} (${reason})`, next);
  }
}
