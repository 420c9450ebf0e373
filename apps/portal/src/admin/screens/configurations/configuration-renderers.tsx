import type { ConfigurationKind } from '@lanyard/contract';
import { configurationFacts } from '@lanyard/contract';
import type { FieldProps, Renderers } from '../../parts/form/form-context.ts';
import { AudienceField, SpaceField } from '../../parts/scope-fields.tsx';
import { CertificateFileField } from './certificate-file-field.tsx';
import { ProviderNameField } from './provider-name-field.tsx';
import { TrustedCertificatesField } from './trusted-certificates-field.tsx';

const travels =
  'No devices: it is applied together with the app whose configuration refers to it, and to the devices of that app.';

/** Fields that are more than their schema says. */
export function renderersOf(kind: ConfigurationKind): Renderers {
  const locked = configurationFacts[kind].travelsWithApp ? { locked: travels } : {};
  return {
    audience: (props: FieldProps) => <AudienceField {...props} {...locked} />,
    spaceId: (props: FieldProps) => <SpaceField {...props} />,
    'value.content': (props: FieldProps) => <CertificateFileField {...props} />,
    // It comes with the file.
    'value.fileName': () => null,
    'value.providerName': (props: FieldProps) => <ProviderNameField {...props} />,
    'value.trustedCertificates': (props: FieldProps) => <TrustedCertificatesField {...props} />,
  };
}
