import type { JSX } from 'react';
import type { WalletPlatform } from '../environment/platform.ts';
import { useModel, useModelState } from '../model/context.ts';

const CHOICES: readonly { readonly id: WalletPlatform; readonly name: string }[] = [
  { id: 'ios', name: 'iPhone' },
  { id: 'android', name: 'Android' },
  { id: 'desktop', name: 'Desktop' },
];

/** In a demo: which phone this browser plays, so that both can be tried on a desktop. */
export function PlatformChoice(): JSX.Element {
  const model = useModel();
  const { platform } = useModelState();
  return (
    <fieldset className="choice">
      <legend>Demo: what this browser plays</legend>
      <div className="choice-row">
        {CHOICES.map(({ id, name }) => (
          <label key={id} className="choice-item">
            <input
              type="radio"
              name="platform"
              value={id}
              checked={platform === id}
              onChange={() => void model.choosePlatform(id)}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
