import { randomBytes, randomUUID } from 'node:crypto';
import type { PublicJwk } from '@lanyard/contract';
import type { Clock } from '@lanyard/kernel';
import type { FleetDevice, FleetPort, HttpRequest } from '../ports.ts';

interface Pin {
  readonly personId: string;
  readonly requestId: string | null;
  readonly pin: string;
  readonly length: number;
  readonly expiresAt: Date;
  cancelled: boolean;
  usedBy: string | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Devices in memory; every call counts as new. */
export class TestFleet implements FleetPort {
  readonly devices = new Map<string, Mutable<FleetDevice>>();
  readonly pins: Pin[] = [];
  readonly touched: string[] = [];
  readonly newVaults: string[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(personId: string, agreementKey: PublicJwk): FleetDevice {
    const device = {
      id: randomUUID(),
      personId,
      state: 'active',
      name: 'My phone',
      platform: 'ios',
      osVersion: '18.1',
      agreementKey,
      registeredAt: this.#clock.now(),
      lastCheckInAt: null,
    } as const;
    this.devices.set(device.id, { ...device });
    return device;
  }

  /** The device registers with the newest PIN of a request. */
  use(requestId: string, deviceId: string): void {
    const pin = this.pins.findLast((one) => one.requestId === requestId);
    if (pin !== undefined) pin.usedBy = deviceId;
  }

  async issueRegistrationPin(
    _tx: unknown,
    {
      personId,
      requestId,
      length,
      expiresAt,
    }: { personId: string; requestId: string | null; length: number; expiresAt: Date },
  ): Promise<string> {
    for (const one of this.pins) if (one.personId === personId) one.cancelled = true;
    const pin = randomBytes(4).toString('hex');
    this.pins.push({ personId, requestId, pin, length, expiresAt, cancelled: false, usedBy: null });
    return pin;
  }

  async cancelRegistrationPin(_tx: unknown, requestId: string): Promise<void> {
    for (const one of this.pins) if (one.requestId === requestId) one.cancelled = true;
  }

  async cancelRegistrationPinsOf(_tx: unknown, personId: string): Promise<number> {
    const open = this.pins.filter((one) => one.personId === personId && !one.cancelled && one.usedBy === null);
    for (const one of open) one.cancelled = true;
    return open.length;
  }

  async device(id: string): Promise<FleetDevice | null> {
    return this.devices.get(id) ?? null;
  }

  async devicesOf(personId: string): Promise<FleetDevice[]> {
    return [...this.devices.values()].filter((device) => device.personId === personId);
  }

  async registrationFor(requestId: string): Promise<{ deviceId: string; name: string } | null> {
    const used = this.pins.find((one) => one.requestId === requestId && one.usedBy !== null);
    return used?.usedBy ? { deviceId: used.usedBy, name: this.devices.get(used.usedBy)?.name ?? '' } : null;
  }

  async markLost(_tx: unknown, id: string): Promise<boolean> {
    return this.#end(id, 'lost', ['active']);
  }

  async retire(_tx: unknown, id: string): Promise<boolean> {
    return this.#end(id, 'retired', ['active', 'lost']);
  }

  async touch(_tx: unknown, target: { personId: string } | { deviceId: string }): Promise<void> {
    this.touched.push('deviceId' in target ? target.deviceId : target.personId);
  }

  async allowNewVault(_tx: unknown, deviceId: string): Promise<void> {
    this.newVaults.push(deviceId);
  }

  onceOnly<T>(_request: HttpRequest, work: () => Promise<T>): Promise<T> {
    return work();
  }

  #end(id: string, to: 'lost' | 'retired', from: readonly string[]): boolean {
    const device = this.devices.get(id);
    if (device === undefined || !from.includes(device.state)) return false;
    device.state = to;
    return true;
  }
}
