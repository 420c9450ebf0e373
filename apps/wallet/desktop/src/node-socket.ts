import { LONGEST_RELAYED } from '@lanyard/contract';
import { isWalletError, type OpenSocket, socketOver, WalletError } from '@lanyard/wallet/core';
import { WebSocket } from 'ws';

const CONNECT_MS = 15_000;

/**
 * WebSockets of the package `ws`, which unlike Node's own takes authorities of its own: the demo's root, or a company's.
 * @param ca PEM; absent: those that Node trusts
 */
export function nodeSocket(ca?: string): OpenSocket {
  const options = { handshakeTimeout: CONNECT_MS, maxPayload: LONGEST_RELAYED, perMessageDeflate: false };
  return async (url) => {
    const socket = new WebSocket(url, ca === undefined ? options : { ...options, ca });
    let why: Error | undefined;
    socket.once('error', (error) => (why = error));
    try {
      return await socketOver(socket);
    } catch (error) {
      throw isWalletError(error, 'offline') ? new WalletError('offline', {}, why) : error;
    }
  };
}
