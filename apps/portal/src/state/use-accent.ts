import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { factsQuery } from '../api/queries.ts';
import { applyAccent } from './apply-accent.ts';

/** Keeps the organisation's accent on the page, also when the person changes between light and dark. */
export function useAccent(): void {
  const accent = useQuery(factsQuery).data?.branding?.accent ?? null;
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => applyAccent(document.documentElement, accent, dark.matches);
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [accent]);
}
