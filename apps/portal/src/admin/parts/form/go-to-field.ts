import { useEffect } from 'react';
import { idOfField } from './form-context.ts';

/** To a field itself, without a fragment in the address. @returns whether it is there */
export function goToField(id: string): boolean {
  const field = document.getElementById(id);
  field?.scrollIntoView({ block: 'center' });
  field?.focus();
  return field !== null;
}

/**
 * Leads to the field that the address names after `#`, as the set-up guide and the check do: `#value.anchors`. One that
 * is not asked for just now, or a place in a list that is gone, leads to what it belongs to.
 */
export function useFieldOfAddress(name: string): void {
  useEffect(() => {
    const path = fieldOf(location.hash);
    for (let length = path.length; length > 0; length--) if (goToField(idOfField(name, path.slice(0, length)))) return;
  }, [name]);
}

function fieldOf(hash: string): string[] {
  try {
    return decodeURIComponent(hash.slice(1)).split('.');
  } catch {
    return [];
  }
}
