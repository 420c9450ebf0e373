import type { Bytes } from '@lanyard/pki';
import type { InsertedCard } from './inserted-card.ts';
import { DISPOSITION, PROTOCOL_T1, RESULT, SHARE } from './pcsc-codes.ts';
import { createTurns } from './turns.ts';

/** One client's connection to a reader. */
export interface Handle {
  readonly id: number;
  share: number;
  /** What happened to the card behind this client's back: it must reconnect before anything else. */
  event: number | undefined;
  closed: boolean;
}

/** A reader: who is connected, who has it to himself, and the card in it. Every verb answers a PC/SC result. */
export interface Slot {
  readonly name: string;
  card(): InsertedCard | undefined;
  /** -1 in exclusive use, else the number of connections. */
  sharing(): number;
  events(): number;
  insert(card: InsertedCard): void;
  remove(): void;
  connect(handle: Handle, protocols: number): number;
  reconnect(handle: Handle, options: { share: number; protocols: number; initialization: number }): Promise<number>;
  disconnect(handle: Handle, disposition: number): Promise<void>;
  /** Waits until nobody else has the card to himself. */
  begin(handle: Handle): Promise<number>;
  end(handle: Handle, disposition: number): Promise<number>;
  status(handle: Handle): number;
  transmit(handle: Handle, octets: Bytes): Promise<{ result: number; answer: Bytes }>;
}

const NOTHING = new Uint8Array(0);
const nobody = (): void => undefined;

/** @param changed told after everything that SCardGetStatusChange reports */
export function createSlot(name: string, changed: () => void, failed: (error: unknown) => void): Slot {
  const handles = new Set<Handle>();
  let card: InsertedCard | undefined;
  let events = 0;
  /** Of a command under way: told when the card is taken away. */
  let removed = nobody;
  /** Somebody left with a reset while another had the card to himself: it comes before anybody else's turn. */
  let resetDue = false;
  const turns = createTurns<Handle>(() => {
    if (resetDue) void reset(undefined);
  });

  const stateOf = (handle: Handle): number => {
    if (handle.closed) return RESULT.invalidHandle;
    return handle.event ?? (card === undefined && handle.share !== SHARE.direct ? RESULT.noCard : RESULT.success);
  };
  /** What goes wrong in it is for the log: whoever waits for the card must not wait for ever. */
  const powerOff = (of: InsertedCard | undefined): void => {
    try {
      of?.reset();
    } catch (error) {
      failed(error);
    }
  };
  /** The others hear of it at once, not when the card gets to it: else one of them begins what it then undoes. */
  const reset = (by: Handle | undefined): Promise<void> => {
    resetDue = false;
    for (const handle of handles) if (handle !== by) handle.event ??= RESULT.cardWasReset;
    const meant = card;
    return turns.afterOthers(async () => {
      if (meant === card) powerOff(meant);
    });
  };
  const isAlone = (handle: Handle): boolean => handles.size === (handles.has(handle) ? 1 : 0);
  const isTaken = (handle: Handle, share: number): boolean =>
    [...handles].some((other) => other !== handle && other.share === SHARE.exclusive) ||
    (share === SHARE.exclusive && !isAlone(handle));
  const admit = (handle: Handle, share: number, protocols: number): number => {
    if (share < SHARE.exclusive || share > SHARE.direct) return RESULT.invalidValue;
    if (isTaken(handle, share)) return RESULT.sharingViolation;
    if (share === SHARE.direct) return RESULT.success;
    if (card === undefined) return RESULT.noCard;
    return (protocols & PROTOCOL_T1) === 0 ? RESULT.protocolMismatch : RESULT.success;
  };
  const work = async (with_: InsertedCard, octets: Bytes): Promise<{ result: number; answer: Bytes }> => {
    try {
      const answering = with_.transmit(octets);
      // Of this command alone: a promise that outlives it would keep its answer, which may be a secret.
      const removal = new Promise<'removed'>((resolve) => (removed = () => resolve('removed')));
      const answer = await Promise.race([answering, removal]);
      if (answer === 'removed') {
        // What it was doing may have opened something: it is closed once more when that is done.
        void answering.catch(failed).finally(() => powerOff(with_));
        return { result: RESULT.cardWasRemoved, answer: NOTHING };
      }
      return { result: RESULT.success, answer };
    } catch (error) {
      // Nobody knows whether the card acted: the client is told so, and what went wrong is for the log.
      failed(error);
      return { result: RESULT.notTransacted, answer: NOTHING };
    } finally {
      removed = nobody;
    }
  };

  return {
    name,
    card: () => card,
    events: () => events,
    sharing: () => ([...handles].some(({ share }) => share === SHARE.exclusive) ? -1 : handles.size),
    insert: (inserted) => {
      card = inserted;
      events += 1;
      changed();
    },
    remove: () => {
      const gone = card;
      card = undefined;
      removed();
      powerOff(gone);
      for (const handle of handles) handle.event = RESULT.cardWasRemoved;
      resetDue = false;
      turns.endAll();
      events += 1;
      changed();
    },
    connect: (handle, protocols) => {
      const result = admit(handle, handle.share, protocols);
      if (result !== RESULT.success) return result;
      handles.add(handle);
      changed();
      return result;
    },
    reconnect: async (handle, { share, protocols, initialization }) => {
      if (turns.isKeptFrom(handle)) return RESULT.sharingViolation;
      const result = admit(handle, share, protocols);
      if (result !== RESULT.success) return result;
      // Before anything is waited for: what happens meanwhile is this client's to hear, and its share counts.
      handle.event = undefined;
      handle.share = share;
      if (initialization !== DISPOSITION.leave) await reset(handle);
      changed();
      return stateOf(handle);
    },
    disconnect: async (handle, disposition) => {
      handle.closed = true;
      handles.delete(handle);
      // The last one turns off the light: a PIN that was verified does not wait for whoever comes next.
      const wanted = handles.size === 0 ? DISPOSITION.unpower : disposition;
      if (wanted !== DISPOSITION.leave && turns.isKeptFrom(handle)) resetDue = true;
      else if (wanted !== DISPOSITION.leave) await reset(handle);
      turns.release(handle);
      changed();
    },
    begin: (handle) =>
      turns.whenFree(handle, () => {
        const result = stateOf(handle);
        if (result === RESULT.success) turns.keep(handle);
        return result;
      }),
    end: async (handle, disposition) => {
      if (!turns.isKeptBy(handle)) return handle.event ?? RESULT.notTransacted;
      if (disposition !== DISPOSITION.leave) await reset(handle);
      turns.giveBack(handle);
      return stateOf(handle);
    },
    status: stateOf,
    transmit: (handle, octets) =>
      turns.whenFree(handle, () =>
        turns.afterOthers(async () => {
          // Now that its turn has come: the card may have been reset or taken away, and the client may be gone.
          const result = stateOf(handle);
          if (result === RESULT.success && card !== undefined) return work(card, octets);
          return { result: result || RESULT.noCard, answer: NOTHING };
        }),
      ),
  };
}
