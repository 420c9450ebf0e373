import type { FromRelayToReader, RelayPurpose } from '@lanyard/contract';
import { hours, minutes } from '@lanyard/kernel';
import type { Wire } from './wire.ts';

/** Who wants a way to a reader, as this installation found out. */
export interface Call {
  readonly readerId: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly personId: string;
  readonly purpose: RelayPurpose;
}

export interface HubEvents {
  /** A way for connecting was opened, or the last one ended. */
  readonly connected: (readerId: string, connected: boolean, connectionId: string) => void;
  readonly now: () => number;
}

const PREFIX = 4;
/** A way that is being replaced, and the one that replaces it, for each of two purposes. */
const MOST_SESSIONS = 4;
/** Ways of one person through one process. */
const MOST_OF_PERSON = 20;
const PAIRING_MS = minutes(3);
const IDLE_MS = hours(12);

interface Session {
  readonly number: number;
  readonly call: Call;
  readonly wallet: Wire;
  readonly since: number;
  usedAt: number;
}

/** The connection of one reader, and the ways that lead over it. It carries octets that it cannot read. */
export interface ReaderHere {
  readonly connectionId: string;
  tell(message: FromRelayToReader): void;
  callOf(session: number): Call | undefined;
  endSession(session: number): void;
  endSessions(which: (call: Call) => boolean): void;
}

/** The readers whose connections this process keeps. */
export interface Hub {
  /** A second connection of a reader takes the place of the first. */
  add(readerId: string, connectionId: string, wire: Wire): ReaderHere;
  remove(readerId: string, connectionId: string): void;
  find(readerId: string): ReaderHere | undefined;
  /** Opens a way. @returns false when the reader is not here, or the person has too many */
  attach(call: Call, wallet: Wire): boolean;
  /** Ends ways that were not used for long. */
  sweep(): void;
  close(): void;
}

export function createHub({ connected, now }: HubEvents): Hub {
  const readers = new Map<string, Keeping>();
  const ofPerson = new Map<string, number>();
  const count = (personId: string, by: number): void => {
    const n = (ofPerson.get(personId) ?? 0) + by;
    if (n > 0) ofPerson.set(personId, n);
    else ofPerson.delete(personId);
  };
  const remove = (readerId: string, connectionId: string): void => {
    const keeping = readers.get(readerId);
    if (keeping?.connectionId !== connectionId) return;
    readers.delete(readerId);
    keeping.endSessions(() => true);
  };
  return {
    find: (readerId) => readers.get(readerId),
    remove,
    add: (readerId, connectionId, wire) => {
      const before = readers.get(readerId);
      if (before !== undefined) {
        remove(readerId, before.connectionId);
        before.wire.close();
      }
      const keeping = keep(connectionId, wire, {
        now,
        opened: ({ call }) => {
          count(call.personId, 1);
          if (call.purpose === 'connect') connected(readerId, true, connectionId);
        },
        ended: ({ call }, others) => {
          count(call.personId, -1);
          if (call.purpose === 'connect' && !others.some((other) => other.call.purpose === 'connect'))
            connected(readerId, false, connectionId);
        },
      });
      readers.set(readerId, keeping);
      return keeping;
    },
    attach: (call, wallet) => {
      const keeping = readers.get(call.readerId);
      if (keeping === undefined || (ofPerson.get(call.personId) ?? 0) >= MOST_OF_PERSON) return false;
      keeping.attach(call, wallet);
      return true;
    },
    sweep: () => {
      for (const keeping of readers.values()) keeping.sweep();
    },
    close: () => {
      for (const { wire } of readers.values()) wire.close();
    },
  };
}

interface Keeping extends ReaderHere {
  readonly wire: Wire;
  attach(call: Call, wallet: Wire): void;
  sweep(): void;
}

interface SessionEvents {
  readonly now: () => number;
  readonly opened: (session: Session) => void;
  readonly ended: (session: Session, others: readonly Session[]) => void;
}

function keep(connectionId: string, wire: Wire, { now, opened, ended }: SessionEvents): Keeping {
  const sessions = new Map<number, Session>();
  let last = 0;
  const end = (session: Session): void => {
    if (!sessions.delete(session.number)) return;
    wire.text({ type: 'closed', session: session.number });
    session.wallet.close();
    ended(session, [...sessions.values()]);
  };
  wire.onOctets((octets) => {
    const session = octets.length < PREFIX ? undefined : sessions.get(octets.readUInt32BE(0));
    // What was on the way when the session ended is nobody's any more.
    if (session === undefined) return;
    session.usedAt = now();
    session.wallet.octets(octets.subarray(PREFIX));
  });
  return {
    connectionId,
    wire,
    tell: (message) => wire.text(message),
    callOf: (number) => sessions.get(number)?.call,
    endSession: (number) => {
      const session = sessions.get(number);
      if (session !== undefined) end(session);
    },
    endSessions: (which) => {
      for (const session of sessions.values()) if (which(session.call)) end(session);
    },
    sweep: () => {
      const at = now();
      for (const session of sessions.values())
        if (session.call.purpose === 'pair' ? at - session.since > PAIRING_MS : at - session.usedAt > IDLE_MS)
          end(session);
    },
    attach: (call, wallet) => {
      const [oldest] = sessions.values();
      if (oldest !== undefined && sessions.size >= MOST_SESSIONS) end(oldest);
      last = (last % 0xffff_fffe) + 1;
      const session: Session = { number: last, call, wallet, since: now(), usedAt: now() };
      sessions.set(session.number, session);
      const prefix = Buffer.alloc(PREFIX);
      prefix.writeUInt32BE(session.number);
      wallet.onOctets((octets) => {
        session.usedAt = now();
        wire.octets(Buffer.concat([prefix, octets]));
      });
      const { purpose, deviceId, deviceName } = call;
      wire.text({ type: 'call', session: session.number, purpose, deviceId, deviceName });
      wallet.text({ type: 'open' });
      opened(session);
      // Last: one that has closed by now ends here, and what ends must have been opened.
      wallet.onClose(() => end(session));
    },
  };
}
