/** Commands of pcsc-lite's protocol 4.4 (winscard_msg.h). */
export const COMMAND = {
  establishContext: 0x01,
  releaseContext: 0x02,
  connect: 0x04,
  reconnect: 0x05,
  disconnect: 0x06,
  beginTransaction: 0x07,
  endTransaction: 0x08,
  transmit: 0x09,
  control: 0x0a,
  status: 0x0b,
  cancel: 0x0d,
  getAttribute: 0x0f,
  setAttribute: 0x10,
  version: 0x11,
  readersState: 0x12,
  waitForChange: 0x13,
  stopWaiting: 0x14,
} as const;

/** What PC/SC calls answer (pcsclite.h). */
export const RESULT = {
  success: 0,
  cancelled: 0x80100002,
  invalidHandle: 0x80100003,
  insufficientBuffer: 0x80100008,
  unknownReader: 0x80100009,
  sharingViolation: 0x8010000b,
  noCard: 0x8010000c,
  protocolMismatch: 0x8010000f,
  invalidValue: 0x80100011,
  notTransacted: 0x80100016,
  serviceStopped: 0x8010001e,
  unsupported: 0x8010001f,
  cardWasReset: 0x80100068,
  cardWasRemoved: 0x80100069,
} as const;

export const SHARE = { exclusive: 1, shared: 2, direct: 3 } as const;
export const DISPOSITION = { leave: 0, reset: 1, unpower: 2, eject: 3 } as const;
/** The only protocol that the card's ATR offers. */
export const PROTOCOL_T1 = 2;

/** Octets of each command's structure. */
export const BODY_OCTETS: ReadonlyMap<number, number> = new Map([
  [COMMAND.establishContext, 12],
  [COMMAND.releaseContext, 8],
  [COMMAND.connect, 152],
  [COMMAND.reconnect, 24],
  [COMMAND.disconnect, 12],
  [COMMAND.beginTransaction, 8],
  [COMMAND.endTransaction, 12],
  [COMMAND.transmit, 32],
  [COMMAND.control, 24],
  [COMMAND.status, 8],
  [COMMAND.cancel, 8],
  [COMMAND.getAttribute, 280],
  [COMMAND.setAttribute, 280],
  [COMMAND.version, 12],
  [COMMAND.readersState, 0],
  [COMMAND.waitForChange, 0],
  [COMMAND.stopWaiting, 0],
]);

/** MAX_BUFFER_SIZE_EXTENDED of pcsclite.h: the longest command that a client may send after its structure. */
export const LONGEST_PAYLOAD = 65_548;
export const MOST_READERS = 16;
