import { MAX_CERTIFICATE_FILE } from '@lanyard/contract';
import { useState } from 'react';
import { valueAt } from '../../parts/form/draft.ts';
import type { FieldProps } from '../../parts/form/form-context.ts';
import { useForm } from '../../parts/form/form-context.ts';
import { LabelledSet } from '../../parts/form/labelled.tsx';
import { FileField } from '../../parts/file-field.tsx';
import { base64Of } from '../../words/base64-of.ts';

/** A CA certificate, dropped or chosen: PEM stays as it is, anything else goes as base64; the server reads and judges it. */
export function CertificateFileField(props: FieldProps) {
  const { id, path, value, onChange } = props;
  const form = useForm();
  const namePath = [...path.slice(0, -1), 'fileName'];
  const name = valueAt(form.draft, namePath);
  const [wrong, setWrong] = useState<string | null>(null);
  const take = async (file: File): Promise<void> => {
    const content = await contentOf(file);
    setWrong(content === null ? 'This file is too large for a certificate. Choose the certificate itself.' : null);
    if (content === null) return;
    onChange(content);
    form.change(namePath, file.name);
  };
  return (
    <LabelledSet {...props} error={wrong ?? props.error}>
      {typeof value === 'string' && value !== '' && (
        <p role="status">
          <strong>{typeof name === 'string' && name !== '' ? name : 'A certificate'}</strong> is chosen.
        </p>
      )}
      <FileField
        id={`${id}-file`}
        label="Choose File"
        help="One certificate, as .pem, .crt, .cer or .der."
        accept=".pem,.crt,.cer,.der"
        busy={false}
        onFile={(file) => void take(file)}
      />
    </LabelledSet>
  );
}

async function contentOf(file: File): Promise<string | null> {
  if (file.size > MAX_CERTIFICATE_FILE) return null;
  const text = await file.text();
  const content = text.includes('-----BEGIN') ? text : await base64Of(file);
  return content.length > MAX_CERTIFICATE_FILE ? null : content;
}
