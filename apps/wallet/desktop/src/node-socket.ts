import { LONGEST_RELAYED } from '@lanyard/contract';
import { type OpenSocket, socketOver } from '@lanyard/wallet/core';
import { WebSocket } from 'ws';

const CONNECT_MS = 15_000;

/**
 * WebSockets of the package `ws`, which unlike Node's own takes authorities of its own: the demo's root, or a company's.
 * @param ca PEM; absent: those that Node trusts
 */
export function nodeSocket(ca?: string): OpenSocket {
  const options = { handshakeTimeout: CONNECT_MS, maxPayload: LONGEST_RELAYED, perMessageDeflate: false };
  return (url) => {
    const socket = new WebSocket(url, ca === undefined ? options : { ...options, ca });
    return socketOver(socket);
  };
}
