import type { Socket } from 'node:net';
import { type Bytes, viewOf } from '@lanyard/pki';
import { BODY_OCTETS, COMMAND, LONGEST_PAYLOAD } from './pcsc-codes.ts';
import { structOf } from './struct.ts';

export interface Message {
  readonly command: number;
  readonly body: Bytes;
  /** What follows the structure of a transmit or a control. */
  readonly payload: Bytes;
}

const HEADER = 8;
/** A client sends its next message after the answer to the one before: more than two at once is no client. */
const MOST_BUFFERED = 2 * (LONGEST_PAYLOAD + HEADER + 280);
/** Where cbSendLength stands. */
const PAYLOAD_LENGTH: ReadonlyMap<number, number> = new Map([
  [COMMAND.transmit, 12],
  [COMMAND.control, 8],
]);

/**
 * Cuts a connection's octets into messages, which are handled one after another.
 * @param handle may take long; while it does, the end of the connection is still noticed
 */
export function readMessages(socket: Socket, handle: (message: Message) => void | Promise<void>): void {
  let buffered = Buffer.alloc(0);
  let busy = false;
  const drain = async (): Promise<void> => {
    for (;;) {
      const taken = takeMessage(buffered);
      if (taken === 'wait' || socket.destroyed) return;
      if (taken === 'broken') {
        socket.destroy();
        return;
      }
      buffered = buffered.subarray(taken.length);
      await handle(taken.message);
    }
  };
  const start = async (): Promise<void> => {
    busy = true;
    try {
      await drain();
    } catch (error) {
      socket.destroy(error instanceof Error ? error : new Error(String(error)));
    } finally {
      busy = false;
    }
  };
  socket.on('data', (octets: Buffer) => {
    buffered = Buffer.concat([buffered, octets]);
    if (buffered.length > MOST_BUFFERED) socket.destroy();
    else if (!busy) void start();
  });
}

interface Taken {
  readonly message: Message;
  readonly length: number;
}

function takeMessage(buffered: Buffer): Taken | 'wait' | 'broken' {
  if (buffered.length < HEADER) return 'wait';
  const header = structOf(buffered);
  const [size, command] = [header.get(0), header.get(4)];
  if (BODY_OCTETS.get(command) !== size) return 'broken';
  if (buffered.length < HEADER + size) return 'wait';
  // A copy: the handler writes the answer into it.
  const body = viewOf(Uint8Array.from(buffered.subarray(HEADER, HEADER + size)));
  const lengthAt = PAYLOAD_LENGTH.get(command);
  const more = lengthAt === undefined ? 0 : structOf(body).get(lengthAt);
  if (more > LONGEST_PAYLOAD) return 'broken';
  const length = HEADER + size + more;
  if (buffered.length < length) return 'wait';
  return { message: { command, body, payload: Uint8Array.from(buffered.subarray(HEADER + size, length)) }, length };
}
