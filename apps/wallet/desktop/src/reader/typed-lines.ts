import { createInterface } from 'node:readline';
import { createInbox } from '@lanyard/wallet/core';
import { DeviceCommandError } from '../device-error.ts';
import type { DeviceIo } from '../io.ts';

/** Lines typed one after another, each when it is asked for. */
export interface TypedLines extends Disposable {
  /** @throws DeviceCommandError `not_confirmed` when the input is closed */
  ask(question: string): Promise<string>;
  /** Resolves once the input is closed and nothing that was typed is left. */
  readonly closed: Promise<void>;
}

export function typedLines({ stdin, say }: DeviceIo): TypedLines {
  const reader = createInterface({ input: stdin, terminal: false });
  const lines = createInbox<string>();
  const closing = Promise.withResolvers<void>();
  let left = 0;
  const look = (): void => {
    if (lines.ended && left === 0) closing.resolve();
  };
  reader.on('line', (line) => {
    if (lines.put(line)) left += 1;
  });
  reader.on('close', () => {
    lines.end();
    look();
  });
  const take = async (): Promise<string | undefined> => {
    const line = await lines.next();
    if (line !== undefined) left -= 1;
    look();
    return line;
  };
  let waiting: Promise<string | undefined> | undefined;
  return {
    closed: closing.promise,
    ask: async (question) => {
      say(question);
      // A question that was given up left its line to the next one.
      waiting ??= take();
      const typed = await waiting;
      waiting = undefined;
      if (typed === undefined)
        throw new DeviceCommandError('not_confirmed', 'Nothing was typed.', 'Begin again, and type the code.');
      return typed;
    },
    [Symbol.dispose]: () => reader.close(),
  };
}
