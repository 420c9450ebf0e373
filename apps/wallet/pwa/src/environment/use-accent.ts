import type { BrandingView } from '@lanyard/contract';
import { useEffect } from 'react';

/** The colours that an accent gives; names as in styles/tokens.css. */
const names = {
  accent: '--accent',
  strong: '--accent-strong',
  wash: '--accent-soft',
  onAccent: '--on-accent',
} as const;

/** Keeps the organisation's accent on the screen, also when the phone changes between light and dark. */
export function useAccent(accent: BrandingView['accent']): void {
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const { style } = document.documentElement;
    const apply = (): void => {
      for (const [part, name] of Object.entries(names) as [keyof typeof names, string][]) {
        if (accent === null) style.removeProperty(name);
        else style.setProperty(name, accent[dark.matches ? 'dark' : 'light'][part]);
      }
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [accent]);
}
