import type { BrandingSetting } from '@lanyard/contract';
import type { Letterhead } from '@lanyard/notices';

/** What mails say of the organisation. @param installed its name where branding gives none */
export function letterheadOf({ organisation, support }: BrandingSetting, installed: string): Letterhead {
  const { email, name, phone, url } = support;
  const ways = [email, phone, url].filter((way) => way !== null);
  return {
    organisation: organisation ?? installed,
    support: ways.length === 0 ? '' : `${name ?? 'Help desk'}: ${ways.join(', ')}`,
  };
}
