import { useEffect, useState, type FormEvent, type JSX } from 'react';
import type { PairedDesktop, PairingProgress, WaitingChoice } from '@lanyard/wallet/core';
import { useAct, useModel, useModelState } from '../../model/context.ts';
import { replaceRoute } from '../../model/route.ts';
import { plural } from '../../model/words.ts';
import { Button } from '../../parts/button.tsx';
import { Countdown } from '../../parts/countdown.tsx';
import { Field } from '../../parts/field.tsx';
import { List, Row } from '../../parts/list.tsx';
import { ErrorNotice, Notice } from '../../parts/notice.tsx';
import { Screen } from '../../parts/screen.tsx';
import { UnlockScreen } from '../unlock.tsx';
import { Nearby } from './nearby.tsx';
import { OfferWaking } from './waking.tsx';

const TITLE = 'Add Bluetooth device';

/** Pairs a desktop: the word that it shows, the desktop in the list, the code to be typed there. */
export function AddDesktopScreen(): JSX.Element {
  const { wallet } = useModel();
  const { overview, desktops } = useModelState();
  const [waiting, setWaiting] = useState<readonly WaitingChoice[] | undefined>(undefined);
  const [paired, setPaired] = useState<PairedDesktop | undefined>(undefined);
  const [near, setNear] = useState(false);
  const { busy, error, run } = useAct();
  // Leaving the screen takes the code back.
  useEffect(() => () => wallet.desktops.cancelPairing(), [wallet]);
  if (!overview.vault.open) return <UnlockScreen onLook={() => replaceRoute('desktops')} />;
  if (paired !== undefined) return <Paired desktop={paired} />;
  if (busy && (near || waiting !== undefined)) return <Code progress={desktops.pairing} />;
  const find = (word: string) =>
    run(async () => setWaiting((await wallet.desktops.find(word)).map((found) => ({ ...found, word }))));
  const pair = (choice: WaitingChoice) =>
    run(async () => {
      try {
        setPaired(await wallet.desktops.pair(choice));
      } catch (reason) {
        // It may have gone: whoever begins again looks for it again.
        setWaiting(undefined);
        throw reason;
      }
    });
  const pairNearby = async (): Promise<void> => {
    setNear(true);
    await run(async () => setPaired(await wallet.desktops.pairNearby()));
    setNear(false);
  };
  const { relay, bluetooth } = desktops.ways;
  const nearby = <Nearby state={bluetooth} relay={relay === 'ready'} onChoose={() => void pairNearby()} />;
  if (relay === 'forbidden')
    return (
      <Screen title={TITLE} onBack={() => replaceRoute('desktops')}>
        {nearby}
        <ErrorNotice error={error} />
      </Screen>
    );
  return (
    <Search busy={busy} first={bluetooth === 'missing' ? null : nearby} onSearch={(word) => void find(word)}>
      <ErrorNotice error={error} />
      {waiting === undefined ? null : <Waiting waiting={waiting} onChoose={(choice) => void pair(choice)} />}
      {bluetooth === 'missing' ? nearby : null}
    </Search>
  );
}

interface SearchProps {
  readonly busy: boolean;
  onSearch(word: string): void;
  /** Above the word. */
  readonly first: JSX.Element | null;
  readonly children: readonly (JSX.Element | null)[];
}

function Search({ busy, onSearch, first, children }: SearchProps): JSX.Element {
  const [word, setWord] = useState('');
  const search = (event: FormEvent): void => {
    event.preventDefault();
    onSearch(word);
  };
  return (
    <form onSubmit={search}>
      <Screen
        title={TITLE}
        onBack={() => replaceRoute('desktops')}
        footer={
          <Button type="submit" busy={busy}>
            Search
          </Button>
        }
      >
        {first}
        {first === null ? null : <h2>Over the network</h2>}
        <p>On the desktop, run “lanyard reader pair”. It shows a word of six characters, for five minutes.</p>
        <Field
          label="Word on the desktop"
          kind="code"
          value={word}
          onChange={setWord}
          maxLength={20}
          autoFocus={first === null}
          hint="Case and spaces do not matter"
        />
        {children}
      </Screen>
    </form>
  );
}

interface WaitingProps {
  readonly waiting: readonly WaitingChoice[];
  onChoose(choice: WaitingChoice): void;
}

function Waiting({ waiting, onChoose }: WaitingProps): JSX.Element {
  if (waiting.length === 0)
    return (
      <Notice tone="attention" title="No desktop waits under this word.">
        <p>Compare it with the desktop’s screen. After five minutes run “lanyard reader pair” there again.</p>
      </Notice>
    );
  return (
    <List title="Available desktops">
      {waiting.map((choice) => (
        <Row
          key={choice.readerId}
          icon="desktops"
          title={choice.name}
          detail="Waits to be paired"
          onClick={() => onChoose(choice)}
        />
      ))}
    </List>
  );
}

function Code({ progress }: { readonly progress: PairingProgress | undefined }): JSX.Element {
  const { wallet } = useModel();
  return (
    <Screen
      title={TITLE}
      onBack={wallet.desktops.cancelPairing}
      footer={
        <Button look="plain" onClick={wallet.desktops.cancelPairing}>
          Cancel
        </Button>
      }
    >
      {progress === undefined ? (
        <p role="status">Reaching the desktop …</p>
      ) : (
        <>
          <p className="lead">Type this pairing code on “{progress.name}”.</p>
          <p role="status" className="shown-number">
            {progress.code.replace(/(.{3})(?=..)/, '$1 ')}
          </p>
          <p>
            {plural(progress.triesLeft, 'try', 'tries')} left, in{' '}
            <Countdown until={new Date(progress.until).toISOString()} />. After a wrong one another code appears here.
          </p>
        </>
      )}
    </Screen>
  );
}

function Paired({ desktop }: { readonly desktop: PairedDesktop }): JSX.Element {
  const { ways } = useModelState().desktops;
  return (
    <Screen
      root
      title={`Paired with “${desktop.name}”`}
      footer={
        <>
          <Button onClick={() => replaceRoute('desktop', desktop.readerId)}>Connect it now</Button>
          <Button look="plain" onClick={() => replaceRoute('desktops')}>
            Done
          </Button>
        </>
      }
    >
      <p className="lead">The desktop knows this phone from now on. It has the card once you connect it.</p>
      {ways.relay === 'ready' ? <OfferWaking /> : null}
    </Screen>
  );
}
