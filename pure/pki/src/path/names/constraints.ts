import type { GeneralName } from '../../general-name.ts';
import { type Finding, finding } from '../refusal.ts';
import type { Work } from '../work.ts';
import { familyOf, hasRule, nameWithin } from './within.ts';

/**
 * permitted_subtrees and excluded_subtrees of RFC 5280 §6.1.2 (b), (c), by family of names. The intersection of permitted
 * subtrees is kept as a list of unions, one for each certificate that spoke: a name must lie in every union.
 */
export interface NameState {
  readonly permitted: Map<string, (readonly GeneralName[])[]>;
  readonly excluded: Map<string, GeneralName[]>;
  /** Families constrained by a critical extension that have no rule here: a name of such a family is refused. */
  readonly unsupported: Set<string>;
}

/** One NameConstraints extension, or the same as input of a validation or constraint of an anchor. */
export interface Subtrees {
  readonly permitted?: readonly GeneralName[];
  readonly excluded?: readonly GeneralName[];
}

export function emptyNameState(): NameState {
  return { permitted: new Map(), excluded: new Map(), unsupported: new Set() };
}

/** RFC 5280 §6.1.4 (g). */
export function addConstraints(state: NameState, { permitted = [], excluded = [] }: Subtrees, critical: boolean): void {
  for (const base of [...permitted, ...excluded]) {
    if (critical && !hasRule(familyOf(base))) state.unsupported.add(familyOf(base));
  }
  for (const [family, bases] of Map.groupBy(permitted, familyOf)) {
    state.permitted.set(family, [...(state.permitted.get(family) ?? []), bases]);
  }
  for (const [family, bases] of Map.groupBy(excluded, familyOf)) {
    state.excluded.set(family, [...(state.excluded.get(family) ?? []), ...bases]);
  }
}

/** RFC 5280 §6.1.3 (b), (c) for all names of one certificate. */
export function checkNames(state: NameState, names: readonly GeneralName[], work: Work): Finding | null {
  if (state.permitted.size === 0 && state.excluded.size === 0) return null;
  for (const name of names) {
    const failure = checkName(state, name, work);
    if (failure) return failure;
  }
  return null;
}

function checkName(state: NameState, name: GeneralName, work: Work): Finding | null {
  const family = familyOf(name);
  if (state.unsupported.has(family)) {
    return finding('name_constraint', `names of kind ${family} are constrained and no rule for them is known`);
  }
  if (!hasRule(family)) return null;
  for (const base of state.excluded.get(family) ?? []) {
    work.spend('nameComparisons');
    if (nameWithin(name, base, 'excluded') !== false) {
      return finding('name_constraint', `a ${family} name lies in an excluded subtree`);
    }
  }
  for (const union of state.permitted.get(family) ?? []) {
    work.spend('nameComparisons', union.length);
    if (!union.some((base) => nameWithin(name, base, 'permitted') === true)) {
      return finding('name_constraint', `a ${family} name lies in no permitted subtree`);
    }
  }
  return null;
}
