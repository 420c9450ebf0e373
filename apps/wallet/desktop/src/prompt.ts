import { DeviceCommandError } from './device-error.ts';
import type { DeviceIo } from './io.ts';

const ENTER = new Set(['\r', '\n', '\u0004']);
const ERASE = new Set(['\u0008', '\u007f']);
const INTERRUPT = '\u0003';

/** Asks at a terminal and shows nothing of what is typed. */
export async function promptHidden(io: DeviceIo, question: string): Promise<string> {
  io.say(`${question}: `);
  io.stdin.setRawMode?.(true);
  let typed = '';
  try {
    // The stream must stay usable for the next question, so that its iterator does not destroy it.
    for await (const chunk of io.stdin.iterator({ destroyOnReturn: false })) {
      for (const character of String(chunk)) {
        if (ENTER.has(character)) return typed;
        if (character === INTERRUPT)
          throw new DeviceCommandError('not_confirmed', 'Interrupted.', 'Nothing was changed.');
        typed = ERASE.has(character) ? typed.slice(0, -1) : typed + character;
      }
    }
    return typed;
  } finally {
    io.stdin.setRawMode?.(false);
    io.say('\n');
  }
}
