import type { JSX } from 'react';

/** Line drawings of 24 by 24, drawn in the colour of the text around them. */
const PATHS = {
  card: 'M3 9.5A2.5 2.5 0 0 1 5.5 7h13A2.5 2.5 0 0 1 21 9.5v8a2.5 2.5 0 0 1-2.5 2.5h-13A2.5 2.5 0 0 1 3 17.5zM10 3l2 4 2-4M7 16h4M15 11.5h2',
  apps: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM17 14v6M14 17h6',
  desktops: 'M4 5h16v11H4zM9 20h6M12 16v4',
  settings: 'M4 7h9M17 7h3M4 12h3M11 12h9M4 17h9M17 17h3M15 5v4M9 10v4M15 15v4',
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  scan: 'M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8 8h3v3H8zM13 13h3v3h-3zM13 8h3M8 14v2',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2',
  warning: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  ended: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12h8',
  offline: 'M3 3l18 18M5 12.5a10 10 0 0 1 4-2.3M19 12.5a10 10 0 0 0-5-2.6M8.5 16a5 5 0 0 1 6-.7M12 20v.2',
  share: 'M12 15V4M8.5 7.5L12 4l3.5 3.5M6 11v9h12v-9',
  plus: 'M4 4h16v16H4zM12 8.5v7M8.5 12h7',
  key: 'M14.5 13a4.5 4.5 0 1 0-4.2-3L4 16.5V20h3.5v-2.5H10V15h2l.7-2.3M15.5 8.5v.1',
  signing: 'M4 19c3-1 3-9 6-9s1 6 3 6 2-3 3.5-3S18 15 20 15M4 21h16',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11.5V16M12 8v.1',
  passcode: 'M3 8h18v8H3zM7.5 12v.1M12 12v.1M16.5 12v.1',
  archive: 'M4 5h16v4H4zM6 9v10h12V9M10 13h4',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture that only repeats what is written beside it: assistive technology passes over it. */
export function Icon({ name, className = '' }: { readonly name: IconName; readonly className?: string }): JSX.Element {
  return (
    <svg className={`icon ${className}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
