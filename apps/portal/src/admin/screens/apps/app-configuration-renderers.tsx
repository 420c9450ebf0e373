import type { AppView } from '@lanyard/contract';
import type { FieldProps, Renderers } from '../../parts/form/form-context.ts';
import { GroupField } from '../../parts/form/group-fields.tsx';
import { FixedField } from '../../parts/form/plain-fields.tsx';
import { AudienceField } from '../../parts/scope-fields.tsx';
import { AppProviderField } from './app-provider-field.tsx';
import { CertificateSelect } from './certificate-select.tsx';
import { CertificatesField } from './certificates-field.tsx';
import { Findings } from './findings.tsx';
import { PairsField } from './pairs-field.tsx';
import { useFindings } from './use-findings.ts';

/** Fields of an app configuration that are more than their schema says. @param names of what its keys name, by id */
export const appConfigurationRenderers = (app: AppView, names: Readonly<Record<string, string>>): Renderers => ({
  audience: (props: FieldProps) => <AudienceField {...props} />,
  value: (props: FieldProps) => <ToldToTheApp app={app} {...props} />,
  'value.provider': (props: FieldProps) => <AppProviderField app={app} {...props} />,
  'value.pairs': (props: FieldProps) => <PairsField app={app} {...props} />,
  'value.certificates': (props: FieldProps) => <CertificatesField app={app} names={names} {...props} />,
  'value.tunnels.*.identityId': (props: FieldProps) => <IdentityField app={app} names={names} {...props} />,
  'value.emailPlus.identityCertificateId': (props: FieldProps) => <IdentityField app={app} names={names} {...props} />,
  'value.emailPlus.password': (props: FieldProps) => <NoPassword {...props} />,
});

/** The whole, with what the check says of it that belongs to no line. */
function ToldToTheApp({ app, ...props }: FieldProps & { readonly app: AppView }) {
  const elsewhere = useFindings(app, '').filter(({ field }) => !/^(?:pairs|certificates)\.\d/u.test(field));
  const { node } = props;
  if (node.kind !== 'group') return null;
  return (
    <>
      <GroupField {...props} node={node} />
      <Findings findings={elsewhere} />
    </>
  );
}

interface IdentityFieldProps extends FieldProps {
  readonly app: AppView;
  readonly names: Readonly<Record<string, string>>;
}

/** An Identity Certificate that proves who somebody is. */
function IdentityField({ app, names, node, id, value, error, onChange }: IdentityFieldProps) {
  return (
    <div className="field">
      <CertificateSelect
        id={id}
        label={`${node.title} (optional)`}
        help={node.help}
        app={app}
        of=""
        names={names}
        value={typeof value === 'string' ? value : ''}
        error={error}
        only={({ purpose }) => purpose === 'Authentication'}
        onChange={(chosen) => onChange(chosen === '' ? null : chosen)}
      />
    </div>
  );
}

const NoPassword = (props: FieldProps) => (
  <FixedField {...props} node={{ ...props.node, kind: 'fixed', value: 'empty' }} />
);
