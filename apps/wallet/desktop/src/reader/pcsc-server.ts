import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Bytes } from '@lanyard/pki';
import type { RandomBytes } from '@lanyard/wallet/core';
import { DeviceCommandError } from '../device-error.ts';
import { answers } from './answers.ts';
import { readMessages } from './message-stream.ts';
import { MOST_READERS, RESULT } from './pcsc-codes.ts';
import { LONGEST_NAME } from './reader-states.ts';
import { createSession, type Desk, type Session } from './session.ts';
import { createSlot, type Slot } from './slot.ts';

export interface PcscServer extends AsyncDisposable {
  /** @param name shown to people, at most 127 octets, no other reader's; at most 16 readers */
  addReader(name: string): Slot;
  removeReader(name: string): void;
  close(): Promise<void>;
}

interface PcscServerOptions {
  /** UNIX socket; its folder is made for the owner alone. */
  readonly path: string;
  readonly random: RandomBytes;
  /** What a card threw in the middle of a command. */
  readonly failed: (error: unknown) => void;
}

const MOST_CLIENTS = 128;
/** Octets of answers that a client has not read: it asks for the next after it has read the one before. */
const MOST_UNREAD = 1 << 20;

/**
 * Answers as pcscd does, protocol 4.4, on a socket of one's own: programs find it by PCSCLITE_CSOCK_NAME.
 * @throws DeviceCommandError `socket_busy` when another process answers there, or a file of another kind is in the way
 */
export async function startPcscServer({ path, random, failed }: PcscServerOptions): Promise<PcscServer> {
  const slots: Slot[] = [];
  const clients = new Map<Socket, Session>();
  const changed = (): void => {
    for (const [socket, session] of clients) tell(socket, session, RESULT.success);
  };
  const desk: Desk = {
    slots: () => slots,
    freshId: () => freshId(random),
    cancel: (context) => {
      const found = [...clients].find(([, session]) => session.context() === context);
      if (found === undefined) return RESULT.invalidHandle;
      tell(...found, RESULT.cancelled);
      return RESULT.success;
    },
  };
  const server = createServer((socket) => {
    if (clients.size >= MOST_CLIENTS) return void socket.destroy();
    welcome(socket, desk, clients, failed);
  });
  await listen(server, path);
  const close = async (): Promise<void> => {
    for (const slot of slots) if (slot.card() !== undefined) slot.remove();
    for (const socket of clients.keys()) socket.destroy();
    // It takes its own socket away; the one at this path now may be a successor's.
    await new Promise<void>((closed) => server.close(() => closed()));
  };
  return {
    addReader: (name) => {
      if (slots.length >= MOST_READERS || Buffer.byteLength(name) > LONGEST_NAME || slots.some((s) => s.name === name))
        throw new RangeError(`no reader "${name}" can be added`);
      const slot = createSlot(name, changed, failed);
      slots.push(slot);
      changed();
      return slot;
    },
    removeReader: (name) => {
      const [gone] = slots.splice(slots.findIndex((slot) => slot.name === name) >>> 0, 1);
      gone?.remove();
      changed();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function welcome(socket: Socket, desk: Desk, clients: Map<Socket, Session>, failed: (error: unknown) => void): void {
  const session = createSession(desk);
  clients.set(socket, session);
  // Its end is told by `close`; why it ended does not matter.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    clients.delete(socket);
    session.close().catch(failed);
  });
  const write = (answer: Bytes | undefined): void => {
    if (answer !== undefined && !socket.destroyed) socket.write(answer);
    if (socket.writableLength > MOST_UNREAD) socket.destroy();
  };
  readMessages(socket, (message) => {
    const answer = session.handle(message);
    // What needs no waiting is written at once: the news of a change would else stand before the answer that they follow.
    return answer instanceof Promise ? answer.then(write) : write(answer);
  });
}

function tell(socket: Socket, session: Session, result: number): void {
  const news = session.news(result);
  if (news !== undefined && !socket.destroyed) socket.write(news);
}

/** Positive in 32 bits with a sign, as the client keeps it, and never 0, which means none. */
const freshId = (random: RandomBytes): number => Buffer.from(random(4)).readUInt32LE() >>> 1 || freshId(random);

async function listen(server: Server, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await clearAway(path);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
}

/** Takes away the socket of a process that is gone, and nothing else. */
async function clearAway(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there === undefined) return;
  if (there.isSocket() && !(await answers(path))) return rm(path, { force: true });
  const what = there.isSocket() ? 'Another process answers at' : 'There is another file at';
  throw new DeviceCommandError('socket_busy', `${what} ${path}.`, 'End it, or name another socket with --socket PATH.');
}
