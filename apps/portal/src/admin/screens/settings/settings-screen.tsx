import { settingKindFacts } from '@lanyard/contract';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { KindSection } from '../user-settings/kind-section.tsx';

const kinds = ['admin_sign_in', 'branding', 'approvals', 'push'] as const;

/** What holds for the installation as a whole. */
export function SettingsScreen() {
  return (
    <>
      <ScreenHead title="Settings" />
      {kinds.map((kind) => (
        <KindSection key={kind} kind={kind} title={settingKindFacts[kind].title} />
      ))}
    </>
  );
}
