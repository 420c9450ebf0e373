import { configurationFacts, configurationKindNames } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { platformTitles } from '../../words/platform-words.ts';
import { configurationList } from './kind-words.ts';

/** "+Add": which kind of configuration it is to be. */
export function ChooseKindScreen() {
  return (
    <>
      <ScreenHead title="Add a configuration" of={configurationList} />
      <p className="lead">What is it to tell devices?</p>
      <ul className="doors">
        {configurationKindNames.map((kind) => {
          const { title, description, platforms, travelsWithApp } = configurationFacts[kind];
          return (
            <li key={kind} className="doors__door">
              <h2 className="doors__title">
                <Link to={`/admin/configurations/new/${kind}`}>{title}</Link>
              </h2>
              <p>{description}</p>
              <p className="quiet">
                {platforms.map((platform) => platformTitles[platform]).join(', ')}
                {travelsWithApp && ' · goes with an app'}
              </p>
            </li>
          );
        })}
      </ul>
    </>
  );
}
