/** What the command line itself refuses; the wallet's and the server's errors have codes of their own. */
export class DeviceCommandError extends Error {
  readonly code:
    | 'usage'
    | 'secret_missing'
    | 'home_busy'
    | 'home_not_ours'
    | 'home_damaged'
    | 'socket_busy'
    | 'not_confirmed'
    | `bluetooth_${'no_bus' | 'no_service' | 'no_adapter' | 'off' | 'not_permitted' | 'failed'}`;
  readonly next: string;

  constructor(code: DeviceCommandError['code'], message: string, next: string) {
    super(message);
    this.name = 'DeviceCommandError';
    this.code = code;
    this.next = next;
  }
}
