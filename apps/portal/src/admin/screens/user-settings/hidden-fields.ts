import type { SettingKind } from '@lanyard/contract';
import { isTree } from '../../parts/form/draft.ts';

/**
 * Fields of a setting that its draft makes needless. Without the type Certificate there is no "Derived Mobile Smart
 * Credential", and without it no address of the Entrust module.
 * @param draft the value of a default, or a group's setting with its value in `value`
 */
export function hiddenFields(kind: SettingKind, draft: unknown): readonly string[] {
  if (kind !== 'portal_authentication') return [];
  const inside = isTree(draft) && 'value' in draft;
  const value: unknown = inside ? Reflect.get(draft, 'value') : draft;
  const of = (name: string): unknown => (isTree(value) ? Reflect.get(value, name) : undefined);
  const byCard = of('type') === 'Certificate';
  const provider = of('provider');
  const offersDerived = byCard && (provider === 'lanyard' || provider === 'entrust');
  const hidden = [
    ...(offersDerived ? [] : ['derivedMobileSmartCredential']),
    ...(offersDerived && provider === 'entrust' && of('derivedMobileSmartCredential') === true
      ? []
      : ['selfServiceModuleUrl']),
    ...(provider === 'other' ? [] : ['otherProviderId']),
    ...(byCard ? [] : ['anchors', 'cardPolicies', 'derivedPolicies']),
  ];
  return inside ? hidden.map((name) => `value.${name}`) : hidden;
}
