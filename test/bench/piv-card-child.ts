// A card of software in a reader of ours, in a process of its own, until its standard input ends.
import { type KeyAlgorithm, SLOT } from '@lanyard/piv';
import { desktop, softwareCard } from '../conformance/piv-card.ts';

const on = await desktop();
on.server.addReader('Lanyard 00 00').insert(
  await softwareCard(
    new Map<number, KeyAlgorithm>([
      [SLOT.authentication, 'ec-p256'],
      [SLOT.signature, 'ec-p256'],
      [SLOT.keyManagement, 'rsa-2048'],
    ]),
  ),
);
process.stdout.write(`${on.socket}\n`);
process.stdin.on('end', () => void on[Symbol.asyncDispose]()).resume();
