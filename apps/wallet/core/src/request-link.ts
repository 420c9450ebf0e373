import { uuid } from '@lanyard/contract';
import { WalletError } from './errors.ts';

/**
 * The credential request that a QR code, a followed link or a typed id names.
 *
 * The id stands in the fragment (`<wallet>/#request=<uuid>`), which never reaches a server or its log. It is public:
 * the password that goes with it is sent to the wallet's own server only, wherever the link points.
 * @throws WalletError `link_not_ours`
 */
export function requestOf(text: string): string {
  const typed = text.trim();
  const bare = uuid.safeParse(typed.toLowerCase());
  if (bare.success) return bare.data;
  const fragment = typed.length <= 500 ? /^https?:\/\/[^#]+#(.+)$/.exec(typed)?.[1] : undefined;
  const named = uuid.safeParse(new URLSearchParams(fragment).get('request')?.toLowerCase());
  if (!named.success) throw new WalletError('link_not_ours');
  return named.data;
}
