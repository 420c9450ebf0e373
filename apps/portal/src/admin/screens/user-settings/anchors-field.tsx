import type { CertificateFacts, TrustAnchor } from '@lanyard/contract';
import { chainTest, trustAnchor, trustedIssuers } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Note } from '../../../parts/note.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { adminCall } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { fieldsOf } from '../../parts/form/field-node.ts';
import { valueAt } from '../../parts/form/draft.ts';
import { useForm } from '../../parts/form/form-context.ts';
import type { FieldProps } from '../../parts/form/form-context.ts';
import { FileField } from '../../parts/file-field.tsx';
import { LabelledSet } from '../../parts/form/labelled.tsx';
import { IssuerFacts } from './issuer-facts.tsx';
import { base64Of } from '../../words/base64-of.ts';

/** What certificates say, by their PEM; null for one that cannot be read. */
type Facts = ReadonlyMap<string, CertificateFacts | null>;

/** Trusted issuers of cards: added by a PEM file, whose chain is tested before it is taken. */
export function AnchorsField(props: FieldProps) {
  const { value, onChange, path, id } = props;
  const form = useForm();
  const anchors = (Array.isArray(value) ? value : []) as readonly TrustAnchor[];
  const chainPath = [...path.slice(0, -1), 'intermediates'];
  const chain = (valueAt(form.draft, chainPath) ?? []) as readonly string[];
  const [said, say] = useState('');
  const known = useQuery(adminQuery(trustedIssuers, 'settings/portal_authentication/issuers'));
  const [fresh, setFresh] = useState<Facts>(new Map());
  const facts: Facts = new Map([
    ...(known.data?.items.map((one) => [one.certificate, one.facts] as const) ?? []),
    ...fresh,
  ]);
  const upload = useMutation({
    mutationFn: async (file: File) =>
      adminCall(chainTest, 'POST', 'settings/portal_authentication/certificates', {
        name: file.name,
        content: await base64Of(file),
      }),
    onSuccess: (found) => {
      setFresh(new Map([...fresh, ...found.anchors.map(({ pem, name: _, ...its }) => [pem, its] as const)]));
      const added = found.anchors.filter(({ pem }) => !anchors.some(({ certificate }) => certificate === pem));
      onChange([...anchors, ...added.map(({ name, pem }) => ({ name, certificate: pem, upnSuffixes: [] }))]);
      form.change(chainPath, [...new Set([...chain, ...found.intermediates.map(({ pem }) => pem)])]);
      say(addedWords(added.length, found.intermediates.length, found.suffixesNeeded || anchors.length > 0));
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
            facts={facts.get(anchor.certificate)}
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
  /** Absent while nobody looked. */
  readonly facts: CertificateFacts | null | undefined;
  readonly onRemove: () => void;
}

/** One issuer: its name, the suffixes that it speaks for, and what its certificate says. */
function Anchor({ index, path, name, facts, onRemove }: AnchorProps) {
  const { Field } = useForm();
  return (
    <li className="items__item">
      <div className="field">
        {anchorFields.map((field) => (
          <Field key={field.name} node={field} path={[...path, index, field.name]} />
        ))}
        {facts !== undefined && <IssuerFacts facts={facts} />}
      </div>
      <Button type="button" unstyled onClick={onRemove}>
        Remove<span className="usa-sr-only"> {name}</span>
      </Button>
    </li>
  );
}
