import { LONGEST_RELAYED } from '@lanyard/contract';
import { isWalletError, type OpenSocket, socketOver, WalletError } from '@lanyard/wallet/core';
import { WebSocket } from 'ws';

const CONNECT_MS = 15_000;
/** The relay asks every 25 seconds whether one is there: two of its questions did not come. */
const SILENCE_MS = 60_000;

/**
 * WebSockets of the package `ws`, which unlike Node's own takes authorities of its own: the demo's root, or a company's.
 * @param ca PEM; absent: those that Node trusts
 * @param silence milliseconds after which the other side is taken to be gone: a connection that is half open tells nobody
 */
export function nodeSocket(ca?: string, silence = SILENCE_MS): OpenSocket {
  const options = { handshakeTimeout: CONNECT_MS, maxPayload: LONGEST_RELAYED, perMessageDeflate: false };
  return async (url) => {
    const socket = new WebSocket(url, ca === undefined ? options : { ...options, ca });
    endAfterSilence(socket, silence);
    let why: Error | undefined;
    socket.once('error', (error) => (why = error));
    try {
      return await socketOver(socket);
    } catch (error) {
      throw isWalletError(error, 'offline') ? new WalletError('offline', {}, why) : error;
    }
  };
}

function endAfterSilence(socket: WebSocket, milliseconds: number): void {
  let late: NodeJS.Timeout | undefined;
  const heard = (): void => {
    clearTimeout(late);
    late = setTimeout(() => socket.terminate(), milliseconds);
  };
  socket.on('open', heard);
  socket.on('ping', heard);
  socket.on('message', heard);
  socket.on('close', () => clearTimeout(late));
}
