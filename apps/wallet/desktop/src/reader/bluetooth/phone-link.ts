import type { Bytes } from '@lanyard/pki';
import type { PacketPort } from '@lanyard/wallet/core';

/** ATT's own part of a packet, and the longest value of a characteristic (Bluetooth Core 5.4, Vol 3, Part F, §3.2.9). */
const ATT_HEAD = 3;
const LONGEST_VALUE = 512;
/** Of every connection, until another is agreed on (Vol 3, Part G, §5.2.1). */
const LEAST_MTU = 23;

/** The packets of one phone, from its first write until it is gone. */
export interface PhoneLink extends PacketPort {
  readonly device: string;
  heard(packet: Bytes, mtu: number): void;
  /** It is gone. */
  over(): void;
}

interface Radio {
  readonly notify: (packet: Bytes) => void;
  readonly disconnect: (device: string) => void;
}

export function phoneLink(device: string, { notify, disconnect }: Radio): PhoneLink {
  const ends: (() => void)[] = [];
  let hear: (packet: Bytes) => void = () => undefined;
  let size = LEAST_MTU - ATT_HEAD;
  let isOver = false;
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    for (const tell of ends) tell();
  };
  return {
    device,
    over,
    get size() {
      return size;
    },
    write: (packet) => {
      if (!isOver) notify(packet);
    },
    onPacket: (listen) => void (hear = listen),
    onEnd: (listen) => void ends.push(listen),
    heard: (packet, mtu) => {
      size = Math.max(size, Math.min(mtu - ATT_HEAD, LONGEST_VALUE));
      if (!isOver) hear(packet);
    },
    end: () => {
      if (!isOver) disconnect(device);
      over();
    },
  };
}
