import type { Bytes } from '@lanyard/pki';
import { MOST_READERS, PROTOCOL_T1 } from './pcsc-codes.ts';
import type { Slot } from './slot.ts';
import { emptyStruct } from './struct.ts';

/** READER_STATE of eventhandler.h: where each field stands in its 184 octets. */
const STATE_OCTETS = 184;
const AT = { name: 0, events: 128, state: 132, sharing: 136, atr: 140, atrLength: 176, protocol: 180 } as const;
const STATE = { absent: 0x02, present: 0x04, powered: 0x10, negotiable: 0x20, specific: 0x40 } as const;

const IN_USE = STATE.present | STATE.powered | STATE.negotiable | STATE.specific;
/** With the NUL that ends it. */
export const LONGEST_NAME = 127;

/** The table of all readers that a client is given. */
export function readerStates(slots: readonly Slot[]): Bytes {
  const table = emptyStruct(STATE_OCTETS * MOST_READERS);
  for (const [index, slot] of slots.slice(0, MOST_READERS).entries()) {
    const base = index * STATE_OCTETS;
    const atr = slot.card()?.atr;
    table
      .put(base + AT.name, Buffer.from(slot.name).subarray(0, LONGEST_NAME))
      .set(base + AT.events, slot.events())
      .set(base + AT.state, atr === undefined ? STATE.absent : IN_USE)
      .set(base + AT.sharing, slot.sharing())
      .put(base + AT.atr, atr ?? new Uint8Array(0))
      .set(base + AT.atrLength, atr?.length ?? 0)
      .set(base + AT.protocol, atr === undefined ? 0 : PROTOCOL_T1);
  }
  return table.octets;
}
