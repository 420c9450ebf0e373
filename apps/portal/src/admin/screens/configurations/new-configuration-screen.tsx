import type { ConfigurationKind } from '@lanyard/contract';
import { configurationFacts, configurationKind } from '@lanyard/contract';
import { NoSuchAdminScreen } from '../../frame/no-such-screen.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useParam } from '../../state/use-address.ts';
import { ConfigurationForm } from './configuration-form.tsx';
import { configurationList } from './kind-words.ts';
import { SupportMatrix } from './support-matrix.tsx';

/** A new configuration of a kind. */
export function NewConfigurationScreen() {
  const kind = configurationKind.safeParse(useParam('kind'));
  if (!kind.success) return <NoSuchAdminScreen />;
  return (
    <>
      <ScreenHead title={headingOf(kind.data)} of={configurationList} />
      <p className="lead">{configurationFacts[kind.data].description}</p>
      {kind.data === 'client_provided_enrollment' && <SupportMatrix />}
      <ConfigurationForm key={kind.data} kind={kind.data} configuration={null} />
    </>
  );
}

const headingOf = (kind: ConfigurationKind): string =>
  kind === 'client_provided_enrollment'
    ? 'New Client-Provided Certificate Enrollment Setting'
    : `Add ${configurationFacts[kind].title}`;
