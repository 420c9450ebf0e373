import type { AppRow } from '@lanyard/contract';

type Shown = Pick<AppRow, 'id' | 'name' | 'hasIcon' | 'version'>;

/** The icon of an app's package, or the first letter of its name; the name itself stands beside it. */
export function AppIcon({
  app: { id, name, hasIcon, version },
  large = false,
}: {
  readonly app: Shown;
  readonly large?: boolean;
}) {
  const className = large ? 'app-icon app-icon--large' : 'app-icon';
  if (!hasIcon)
    return (
      <span className={`${className} app-icon--letter`} aria-hidden="true">
        {name.charAt(0).toUpperCase()}
      </span>
    );
  // Another version of the app may bring another icon.
  return <img className={className} src={`/api/admin/apps/${id}/icon?version=${version}`} alt="" />;
}
