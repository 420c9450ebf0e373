import { useEffect, useState, type JSX } from 'react';
import { isServerError, isWalletError } from '@lanyard/wallet/core';
import { useModel, useModelState } from '../model/context.ts';
import { pendingOf } from '../model/pending.ts';
import { replaceRoute } from '../model/route.ts';
import { ActivationFailedScreen } from './activation-failed.tsx';
import { ActivatedScreen, ActivationProgressScreen } from './activation-outcome.tsx';
import { ActivationPasswordScreen } from './activation-password.tsx';
import { ChoosePinScreen } from './choose-pin.tsx';
import { CreatePasscodeScreen } from './create-passcode.tsx';
import { UnlockScreen } from './unlock.tsx';

/** Errors that belong beside the field, where they are mended. */
const isAboutPassword = (error: unknown): boolean => isServerError(error, 'activation_password_wrong');
const isAboutPin = (error: unknown): boolean =>
  isWalletError(
    error,
    'pin_not_digits',
    'pin_length',
    'pin_too_short',
    'pin_guessable',
    'pin_mismatch',
    'vault_choice_interrupted',
  );

/** The vault must be opened, or made, before it goes on: its own screens ask for that. */
const isAboutVault = (error: unknown): boolean => isWalletError(error, 'vault_locked', 'vault_not_set_up');

/** The way from password to card: draws whatever step the activation has reached. */
export function ActivateScreen(): JSX.Element {
  const model = useModel();
  const state = useModelState();
  // Kept here, so that a password with one wrong letter can be mended instead of typed again.
  const [password, setPassword] = useState('');
  const { overview, activation: run } = state;
  const { activation, vault } = overview;
  const accepted = activation !== null && activation.step !== 'password';
  const unfinished = run.error === undefined || isAboutVault(run.error);
  const idle = run.progress === undefined && unfinished && !run.done;
  const ready = accepted && vault.open && idle && activation.step !== 'pin';
  useEffect(() => {
    if (ready) void model.runActivation((onProgress) => model.wallet.resumeActivation(onProgress));
  }, [ready, model]);

  if (run.done) return <ActivatedScreen />;
  if (run.progress !== undefined || ready) return <ActivationProgressScreen progress={run.progress} />;
  if (accepted && vault.ways.length === 0) return <CreatePasscodeScreen />;
  if (!vault.open && vault.ways.length > 0) return <UnlockScreen onDone={model.clearActivation} />;
  if (accepted && activation.step === 'pin' && (run.error === undefined || isAboutPin(run.error)))
    return <ChoosePinScreen error={run.error} />;
  if (run.error !== undefined && !isAboutPassword(run.error)) return <ActivationFailedScreen error={run.error} />;
  const waiting = pendingOf(state);
  const pending =
    activation === null || activation.requestId === waiting?.requestId ? waiting : { requestId: activation.requestId };
  if (pending === undefined) return <Elsewhere />;
  return <ActivationPasswordScreen pending={pending} password={password} onChange={setPassword} error={run.error} />;
}

/** Nothing waits here any more: the card is where the person belongs. */
function Elsewhere(): null {
  useEffect(() => replaceRoute('card'), []);
  return null;
}
