import { useRef } from 'react';

interface FileFieldProps {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** Endings and types, as the attribute `accept` takes them. */
  readonly accept: string;
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

/** Takes a file by choosing it or by dropping it on the field; the same one can be chosen again. */
export function FileField({ id, label, help, accept, busy, onFile }: FileFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined): void => {
    if (file !== undefined && !busy) onFile(file);
    if (input.current !== null) input.current.value = '';
  };
  return (
    <div
      className="file-field"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files[0]);
      }}
    >
      <label className="usa-label" htmlFor={id}>
        {label}
      </label>
      <p id={`${id}-help`} className="field__help">
        {help} You can also drop it here.
      </p>
      <input
        ref={input}
        id={id}
        type="file"
        accept={accept}
        aria-describedby={`${id}-help`}
        aria-busy={busy}
        onChange={(event) => take(event.target.files?.[0])}
      />
    </div>
  );
}
