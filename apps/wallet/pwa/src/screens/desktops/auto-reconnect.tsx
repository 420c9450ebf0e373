import { useId, type JSX } from 'react';
import { useModel, useModelState } from '../../model/context.ts';

/** iOS and Android name the switch differently. It is on until somebody turns it off. */
export function AutoReconnect({ title }: { readonly title: string }): JSX.Element {
  const model = useModel();
  const id = useId();
  const { autoReconnect } = useModelState().desktops;
  return (
    <li className="row switch">
      <label className="row-text" htmlFor={id}>
        <span className="row-title">{title}</span>
      </label>
      <input
        id={id}
        type="checkbox"
        checked={autoReconnect}
        onChange={({ target }) => void model.wallet.desktops.setAutoReconnect(target.checked)}
      />
    </li>
  );
}
