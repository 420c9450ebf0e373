import { brandingViewOf, type BrandingView } from '@lanyard/contract';
import type { FleetParts } from './ports.ts';

/** The organisation's name and looks for a wallet: as installed where branding says nothing. */
export async function shownAs({
  config,
  directory,
}: Pick<FleetParts, 'config' | 'directory'>): Promise<{ organisation: string; branding?: BrandingView }> {
  const setting = await directory.branding?.();
  if (setting === undefined) return { organisation: config.organisation };
  return { organisation: setting.organisation ?? config.organisation, branding: brandingViewOf(setting, '/device') };
}
