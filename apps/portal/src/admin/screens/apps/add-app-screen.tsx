import type { KnownApp } from '@lanyard/contract';
import { knownApps } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { appList, appPlatformTitles } from './app-words.ts';

const doors = [
  {
    title: 'iOS Store',
    to: '/admin/apps/new/store',
    words: 'An app that people install from the store; here it gets its place in the catalog and its configuration.',
  },
  {
    title: 'In-House',
    to: '/admin/apps/new/in-house',
    words: 'An IPA or APK file of your own, or of a maker who hands it out. It is uploaded, read and checked.',
  },
] as const;

/** "App Catalog > +Add": where the app comes from. */
export function AddAppScreen() {
  return (
    <>
      <ScreenHead title="Add an app" of={appList} />
      <h2>From a store, or a file of your own</h2>
      <ul className="doors">
        {doors.map(({ title, to, words }) => (
          <Door key={title} title={title} to={to} words={words} />
        ))}
      </ul>
      <h2>Business Apps</h2>
      <p className="lead">
        Apps whose keys are known here: their forms come filled in as far as nearly everybody writes them.
      </p>
      <KnownDoors apps={knownApps.filter(({ business }) => business)} />
      <h2>Other apps that are known by name</h2>
      <KnownDoors apps={knownApps.filter(({ business }) => !business)} />
    </>
  );
}

function KnownDoors({ apps }: { readonly apps: readonly KnownApp[] }) {
  return (
    <ul className="doors">
      {apps.map(({ id, name, platform, source, description }) => (
        <Door
          key={id}
          title={name}
          to={`/admin/apps/new/${source}?known=${id}`}
          words={description}
          detail={`${appPlatformTitles[platform]} · ${source === 'store' ? 'from the store' : 'its package is uploaded'}`}
        />
      ))}
    </ul>
  );
}

interface DoorProps {
  readonly title: string;
  readonly to: string;
  readonly words: string;
  readonly detail?: string;
}

function Door({ title, to, words, detail }: DoorProps) {
  return (
    <li className="doors__door">
      <h3 className="doors__title">
        <Link to={to}>{title}</Link>
      </h3>
      <p>{words}</p>
      {detail !== undefined && <p className="quiet">{detail}</p>}
    </li>
  );
}
