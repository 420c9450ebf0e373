// A card of software for vpcd's reader, in the network of whoever starts it. Ends with its standard input.
import { type KeyAlgorithm, SLOT } from '@lanyard/piv';
import { vpcdPlace } from '../../apps/wallet/desktop/src/reader/vpcd-place.ts';
import { softwareCard } from './piv-card.ts';

const slots = new Map<number, KeyAlgorithm>([
  [SLOT.authentication, 'ec-p256'],
  [SLOT.signature, 'ec-p256'],
  [SLOT.keyManagement, 'rsa-2048'],
]);
const place = vpcdPlace({
  port: 35_963,
  failed: (error) => process.stderr.write(`${String(error)}\n`),
  attached: (now) => process.stdout.write(now ? 'attached\n' : 'away\n'),
});
place.insert(await softwareCard(slots));
process.stdin.on('end', () => place.remove()).resume();
