import { createContext, useContext, useState, useSyncExternalStore } from 'react';
import type { Model, ModelState } from './model.ts';

const ModelContext = createContext<Model | undefined>(undefined);
export const ModelProvider = ModelContext.Provider;

export function useModel(): Model {
  const model = useContext(ModelContext);
  if (model === undefined) throw new Error('a screen was drawn outside of the model');
  return model;
}

export function useModelState(): ModelState {
  const model = useModel();
  return useSyncExternalStore(model.subscribe, model.get);
}

export interface Act {
  readonly busy: boolean;
  readonly error: unknown;
  /** Runs one act of a screen; a second one while it runs does nothing. @returns whether it went well */
  run(act: () => Promise<unknown>): Promise<boolean>;
  clear(): void;
}

/** The state of what a screen's button does. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);
  return {
    busy,
    error,
    clear: () => setError(undefined),
    run: async (act) => {
      if (busy) return false;
      setBusy(true);
      setError(undefined);
      try {
        await act();
        return true;
      } catch (caught) {
        setError(caught);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
