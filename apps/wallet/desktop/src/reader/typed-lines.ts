import { createInterface } from 'node:readline';
import { DeviceCommandError } from '../device-error.ts';
import type { DeviceIo } from '../io.ts';

/** Lines typed one after another, each when it is asked for. */
export interface TypedLines extends Disposable {
  ask(question: string): Promise<string>;
}

export function typedLines({ stdin, say }: DeviceIo): TypedLines {
  const reader = createInterface({ input: stdin, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  let waiting: Promise<IteratorResult<string>> | undefined;
  return {
    ask: async (question) => {
      say(question);
      // A question that was given up left its line to the next one.
      waiting ??= lines.next();
      const { done, value } = await waiting;
      waiting = undefined;
      if (done === true)
        throw new DeviceCommandError('not_confirmed', 'Nothing was typed.', 'Begin again, and type the code.');
      return value;
    },
    [Symbol.dispose]: () => reader.close(),
  };
}
