import type { TrustAnchor } from '@lanyard/contract';
import { chainTest, trustAnchor } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Note } from '../../../parts/note.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { adminCall } from '../../api/admin-call.ts';
import { fieldsOf } from '../../parts/form/field-node.ts';
import { valueAt } from '../../parts/form/draft.ts';
import { useForm } from '../../parts/form/form-context.ts';
import type { FieldProps } from '../../parts/form/form-context.ts';
import { FileField } from '../../parts/file-field.tsx';
import { LabelledSet } from '../../parts/form/labelled.tsx';
import { base64Of } from '../../words/base64-of.ts';

/** Trusted issuers of cards: added by a PEM file, whose chain is tested before it is taken. */
export function AnchorsField(props: FieldProps) {
  const { value, onChange, path, id } = props;
  const form = useForm();
  const anchors = (Array.isArray(value) ? value : []) as readonly TrustAnchor[];
  const chainPath = [...path.slice(0, -1), 'intermediates'];
  const chain = (valueAt(form.draft, chainPath) ?? []) as readonly string[];
  const [said, say] = useState('');
  const upload = useMutation({
    mutationFn: async (file: File) =>
      adminCall(chainTest, 'POST', 'settings/portal_authentication/certificates', {
        name: file.name,
        content: await base64Of(file),
      }),
    onSuccess: (found) => {
      const fresh = found.anchors.filter(({ pem }) => !anchors.some(({ certificate }) => certificate === pem));
      onChange([...anchors, ...fresh.map(({ name, pem }) => ({ name, certificate: pem, upnSuffixes: [] }))]);
      form.change(chainPath, [...new Set([...chain, ...found.intermediates.map(({ pem }) => pem)])]);
      say(addedWords(fresh.length, found.intermediates.length, found.suffixesNeeded || anchors.length > 0));
    },
  });
  return (
    <LabelledSet {...props}>
      <ol className="items">
        {anchors.map((anchor, index) => (
          <Anchor
            key={anchor.certificate}
            index={index}
            path={path}
            name={anchor.name}
            onRemove={() => onChange(anchors.filter((other) => other !== anchor))}
          />
        ))}
      </ol>
      {chain.length > 0 && (
        <p className="field__help">
          Supporting chain: {chain.length === 1 ? 'one certificate' : `${chain.length} certificates`} between the cards
          and these issuers.
        </p>
      )}
      <FileField
        id={`${id}-file`}
        label="Choose File"
        help="A PEM file with the issuing CA certificate, or with its whole chain."
        accept=".pem,.crt,.cer"
        busy={upload.isPending}
        onFile={(file) => upload.mutate(file)}
      />
      {upload.isError && <Refusal error={upload.error} />}
      {said !== '' && !upload.isError && <Note tone="active" title={said} />}
    </LabelledSet>
  );
}

/** What is asked of an issuer; its certificate came with the file. */
const asked = fieldsOf(trustAnchor.omit({ certificate: true }));
const anchorFields = asked.kind === 'group' ? asked.fields : [];

const addedWords = (issuers: number, chain: number, suffixes: boolean): string =>
  [
    issuers === 0 ? 'The file is in order; its issuer was trusted already.' : 'The file is in order and was added.',
    chain > 0 ? `It brought ${chain} supporting ${chain === 1 ? 'certificate' : 'certificates'}.` : '',
    suffixes ? 'Now name the UPN suffixes that each issuer speaks for.' : '',
  ]
    .filter((words) => words !== '')
    .join(' ');

interface AnchorProps {
  readonly index: number;
  readonly path: FieldProps['path'];
  readonly name: string;
  readonly onRemove: () => void;
}

/** One issuer, by its name and the suffixes that it speaks for. */
function Anchor({ index, path, name, onRemove }: AnchorProps) {
  const { Field } = useForm();
  return (
    <li className="items__item">
      <div className="field">
        {anchorFields.map((field) => (
          <Field key={field.name} node={field} path={[...path, index, field.name]} />
        ))}
      </div>
      <Button type="button" unstyled onClick={onRemove}>
        Remove<span className="usa-sr-only"> {name}</span>
      </Button>
    </li>
  );
}
