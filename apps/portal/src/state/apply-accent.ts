import type { BrandingView } from '@lanyard/contract';

type Root = Pick<HTMLElement, 'style'>;

/** The colours that an accent gives; names as in the style's tokens. */
const names = {
  accent: '--accent',
  strong: '--accent-strong',
  wash: '--accent-wash',
  onAccent: '--on-accent',
} as const;

/**
 * Puts the organisation's accent in place of the product's, for the mode that the person has. It is set by script
 * through the style's own interface, which the content policy allows; a style in the page it would refuse.
 */
export function applyAccent(root: Root, accent: BrandingView['accent'], dark: boolean): void {
  for (const [part, name] of Object.entries(names) as [keyof typeof names, string][]) {
    if (accent === null) root.style.removeProperty(name);
    else root.style.setProperty(name, accent[dark ? 'dark' : 'light'][part]);
  }
}
