import type { JSX } from 'react';
import { useModelState } from '../model/context.ts';

/** Where the self-service portal is, once the server has told: to be typed at a desktop computer. */
export function PortalAddress(): JSX.Element | null {
  const { desired } = useModelState().overview;
  return desired === undefined ? null : (
    <p>
      Self-service portal:{' '}
      <a className="address" href={desired.portalUrl} target="_blank" rel="noreferrer">
        {desired.portalUrl}
      </a>
    </p>
  );
}
