import type { WebSocket } from 'ws';

/** Octets that may wait for the other side: who reads more slowly than others send is cut off. */
const MOST_WAITING = 1 << 20;
const PING_MS = 25_000;

/** One end of a WebSocket as the relay uses it: text for itself, octets for others. */
export interface Wire {
  text(message: object): void;
  octets(message: Uint8Array): void;
  /** One listener of each; what comes without one ends the wire. */
  onText(hear: ((text: string) => void) | undefined): void;
  onOctets(hear: (octets: Buffer) => void): void;
  /** Of a wire that has ended already, whoever asks hears at once: it may have ended while they waited for something else. */
  onClose(hear: () => void): void;
  close(): void;
}

/** @param socket just opened: nothing was read from it yet */
export function wireOf(socket: WebSocket): Wire {
  let hearText: ((text: string) => void) | undefined;
  let hearOctets: ((octets: Buffer) => void) | undefined;
  const closing: (() => void)[] = [];
  let answered = true;
  const alive = setInterval(() => {
    // Half-open connections tell nobody that they are: one unanswered ping is the end.
    if (!answered) socket.terminate();
    answered = false;
    socket.ping();
  }, PING_MS);
  alive.unref();
  const send = (data: string | Uint8Array): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MOST_WAITING) socket.terminate();
    else socket.send(data);
  };
  socket.on('pong', () => (answered = true));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearInterval(alive);
    for (const hear of closing) hear();
  });
  socket.on('message', (data, isBinary) => {
    const octets = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
    if (isBinary && hearOctets !== undefined) hearOctets(octets);
    else if (!isBinary && hearText !== undefined) hearText(octets.toString('utf8'));
    else socket.terminate();
  });
  return {
    text: (message) => send(JSON.stringify(message)),
    octets: send,
    onText: (hear) => (hearText = hear),
    onOctets: (hear) => (hearOctets = hear),
    onClose: (hear) => (socket.readyState === socket.CLOSED ? hear() : void closing.push(hear)),
    close: () => socket.close(),
  };
}

/** The first text within the time, or null when the wire ends or says nothing. */
export function firstText(wire: Wire, milliseconds: number): Promise<string | null> {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      resolve(null);
      wire.close();
    }, milliseconds);
    wire.onText((text) => {
      clearTimeout(late);
      wire.onText(undefined);
      resolve(text);
    });
    wire.onClose(() => {
      clearTimeout(late);
      resolve(null);
    });
  });
}
