import { logoKept } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useMutation } from '@tanstack/react-query';
import { adminCall } from '../../api/admin-call.ts';
import { FileField } from '../../parts/file-field.tsx';
import type { FieldProps } from '../../parts/form/form-context.ts';
import { LabelledSet } from '../../parts/form/labelled.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { base64Of } from '../../words/base64-of.ts';

/** A picture that is checked and cleaned at the server; the setting keeps its digest. */
export function LogoField(props: FieldProps) {
  const { value, onChange, id } = props;
  const upload = useMutation({
    mutationFn: async (file: File) => adminCall(logoKept, 'POST', 'branding/logo', { content: await base64Of(file) }),
    onSuccess: ({ sha256 }) => onChange(sha256),
  });
  return (
    <LabelledSet {...props}>
      {typeof value === 'string' && (
        <p className="field__row">
          <img className="logo-sample" src={`/api/portal/logo/${value}`} alt="The logo" />
          <Button type="button" unstyled onClick={() => onChange(null)}>
            Remove the logo
          </Button>
        </p>
      )}
      <FileField
        id={`${id}-file`}
        label="Choose File"
        help="SVG or PNG."
        accept=".svg,.png"
        busy={upload.isPending}
        onFile={(file) => upload.mutate(file)}
      />
      {upload.data !== undefined && upload.data.removed.length > 0 && (
        <p role="status">Taken out of the picture, for safety: {upload.data.removed.join(', ')}.</p>
      )}
      {upload.isError && <Refusal error={upload.error} />}
    </LabelledSet>
  );
}
