import type { SettingKind, SettingView } from '@lanyard/contract';
import { settingKind, settingKindFacts, settingView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { NoSuchAdminScreen } from '../../frame/no-such-screen.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useParam } from '../../state/use-address.ts';
import { ApprovalsSettingForm } from '../approvals/approvals-setting-form.tsx';
import { listOfKind } from './kinds.ts';
import { SettingForm } from './setting-form.tsx';
import { SettingHistory } from './setting-history.tsx';
import { WaitingTrust } from './waiting-trust.tsx';
import { Warnings } from './warnings.tsx';

/** One setting: the default of a kind, a group's, or a new one. */
export function SettingScreen() {
  const kind = settingKind.safeParse(useParam('kind'));
  const id = useParam('id');
  if (!kind.success) return <NoSuchAdminScreen />;
  return id === 'new' ? (
    <NewSetting kind={kind.data} />
  ) : (
    <OldSetting key={`${kind.data} ${id}`} kind={kind.data} id={id} />
  );
}

function NewSetting({ kind }: { readonly kind: SettingKind }) {
  return (
    <>
      <ScreenHead title={`Add ${settingKindFacts[kind].title} for user groups`} of={listOfKind(kind)} />
      <p className="lead">{settingKindFacts[kind].description}</p>
      <SettingForm kind={kind} id={null} setting={null} />
    </>
  );
}

function OldSetting({ kind, id }: { readonly kind: SettingKind; readonly id: string }) {
  const setting = useQuery(adminQuery(settingView, pathOf('settings', kind, id)));
  const { title, description, perGroup } = settingKindFacts[kind];
  return (
    <>
      <ScreenHead title={headingOf(title, setting.data)} of={listOfKind(kind)} />
      <p className="lead">
        {description}
        {setting.data?.isDefault === true &&
          perGroup &&
          ' The default holds for everybody whom no group setting covers.'}
      </p>
      <Loaded query={setting}>
        {(data) => (
          <>
            <Warnings warnings={data.warnings} />
            {kind === 'portal_authentication' && <WaitingTrust />}
            {kind === 'approvals' ? (
              <ApprovalsSettingForm setting={data} />
            ) : (
              <SettingForm kind={kind} id={id} setting={data} />
            )}
            {data.id !== null && (
              <Sheet title="History">
                <SettingHistory kind={kind} setting={data} />
              </Sheet>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

const headingOf = (title: string, setting: SettingView | undefined): string =>
  setting === undefined || setting.isDefault ? title : `${title}: ${setting.name}`;
