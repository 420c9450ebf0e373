import type { SettingKind } from '@lanyard/contract';
import { settingKindFacts } from '@lanyard/contract';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { KindSection } from './kind-section.tsx';
import { userKinds } from './kinds.ts';

/** "Users > User Settings": for each kind a default for everybody, and others for user groups in the order tried. */
export function UserSettingsScreen() {
  return (
    <>
      <ScreenHead title="User Settings" />
      <p className="lead">
        The first setting in a list that has one of a person's user groups holds for them; the default holds for
        everybody else. What holds for somebody stands on their page under People.
      </p>
      {userKinds.map((kind: SettingKind) => (
        <KindSection key={kind} kind={kind} title={`${settingKindFacts[kind].title} Setting`} />
      ))}
    </>
  );
}
