/** Time is a parameter, so that tests can hold it still. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that moves only when told to. */
export class ManualClock implements Clock {
  #at: number;
  constructor(at: Date | string = '2026-11-22T12:00:00Z') {
    this.#at = new Date(at).getTime();
  }
  now(): Date {
    return new Date(this.#at);
  }
  /** @param ms milliseconds to move forward */
  advance(ms: number): void {
    this.#at += ms;
  }
}

export const seconds = (n: number): number => n * 1_000;
export const minutes = (n: number): number => n * 60_000;
export const hours = (n: number): number => n * 3_600_000;
export const days = (n: number): number => n * 86_400_000;
export const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
