import { useState, type JSX } from 'react';
import { Icon } from './icon.tsx';

/** Copies a text and says so. @param what is copied, for those who hear the button: "serial number" */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }): JSX.Element {
  const [said, setSaid] = useState('');
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not copied'),
    );
  };
  return (
    <button type="button" className="copy" onClick={copy}>
      <Icon name={said === 'Copied' ? 'check' : 'copy'} />
      <span>
        {said === '' ? 'Copy' : said}
        <span className="visually-hidden"> {what}</span>
      </span>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </button>
  );
}
