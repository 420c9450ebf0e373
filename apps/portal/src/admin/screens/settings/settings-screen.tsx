import { settingKindFacts } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { placesFor } from '../../frame/places.ts';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useSession } from '../../state/use-session.ts';
import { KindSection } from '../user-settings/kind-section.tsx';

const kinds = ['admin_sign_in', 'branding', 'approvals'] as const;

/** What holds for the installation as a whole. */
export function SettingsScreen() {
  const { roles } = useSession();
  const others = placesFor(roles).find(({ title }) => title === 'Settings')?.places ?? [];
  return (
    <>
      <ScreenHead title="Settings" />
      <Sheet title="Also here">
        <ul>
          {others
            .filter(({ path }) => path !== '/admin/settings')
            .map(({ title, path }) => (
              <li key={path}>
                <Link to={path}>{title}</Link>
              </li>
            ))}
        </ul>
      </Sheet>
      {kinds.map((kind) => (
        <KindSection key={kind} kind={kind} title={settingKindFacts[kind].title} />
      ))}
    </>
  );
}
