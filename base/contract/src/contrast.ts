/** `#rrggbb` */
export type HexColour = `#${string}`;

/** WCAG 2.2 §1.4.3: text of ordinary size. */
export const TEXT_CONTRAST = 4.5;

/** Of the grounds that pages have in light and in dark mode those on which an accent is read the worst. */
export const grounds = { light: '#e9efef', dark: '#26282b' } as const;

const WHITE = '#ffffff';
const NEARLY_BLACK = '#1c1d1f';

/** @param colour `#rrggbb` @returns relative luminance, 0 to 1 (WCAG 2.2, "relative luminance") */
export function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((value) => {
    const share = value / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @returns 1 (alike) to 21 (black on white) */
export function contrastRatio(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The nearest shade of a colour that can be read on a ground, made darker or lighter in small steps; itself where it can. */
export function readableOn(ground: string, colour: string): HexColour {
  const target = luminance(ground) > 0.5 ? 0 : 255;
  for (let step = 0; step < 100; step++) {
    const shade = mixed(colour, target, step / 100);
    if (contrastRatio(shade, ground) >= TEXT_CONTRAST) return shade;
  }
  return target === 0 ? '#000000' : '#ffffff';
}

/** What pages make of an accent colour: one shade a mode, a stronger one for the pointer, and what is written on it. */
export interface AccentShades {
  readonly accent: HexColour;
  readonly strong: HexColour;
  readonly wash: HexColour;
  readonly onAccent: HexColour;
}

/** @param colour that passes on the light ground; in dark mode a lighter shade takes its place */
export function accentShades(colour: string): { readonly light: AccentShades; readonly dark: AccentShades } {
  const light = readableOn(grounds.light, colour);
  const dark = readableOn(grounds.dark, colour);
  return {
    light: { accent: light, strong: mixed(light, 0, 0.25), wash: mixed(light, 255, 0.92), onAccent: WHITE },
    dark: { accent: dark, strong: mixed(dark, 255, 0.3), wash: mixed(dark, 0, 0.75), onAccent: NEARLY_BLACK },
  };
}

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function mixed(colour: string, target: number, share: number): HexColour {
  const parts = channelsOf(colour).map((value) => Math.round(value + (target - value) * share));
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
