import type { PortalAuthenticationSetting } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';

interface Trusting {
  readonly value: PortalAuthenticationSetting;
  readonly from: string;
}

/**
 * Once two issuers are trusted, each must name the UPN suffixes that it speaks for: else one of them could issue a
 * card in the name of the other's people.
 * @throws LanyardError `input_invalid` naming the anchors without suffixes
 */
export function refuseUnnamedAnchors(settings: readonly Trusting[]): void {
  const anchors = settings.flatMap(({ value, from }) => value.anchors.map((anchor) => ({ ...anchor, from })));
  const distinct = new Set(anchors.map(({ certificate }) => certificate.replaceAll(/\s/g, '')));
  if (distinct.size < 2) return;
  const unnamed = anchors.filter(({ upnSuffixes }) => upnSuffixes.length === 0);
  if (unnamed.length === 0) return;
  const message = 'several issuers are trusted, so each must name the UPN suffixes that it speaks for';
  throw new LanyardError('input_invalid', {
    fields: unnamed.map(({ name, from }) => ({ field: 'anchors', anchor: name, setting: from, message })),
  });
}
