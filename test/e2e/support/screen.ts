import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { runProgram, until } from './run-program.ts';

/** A screen that nobody sees, for the dialogs that a browser draws itself. */
export interface Screen extends AsyncDisposable {
  /** For `DISPLAY`. */
  readonly display: string;
  /** Waits for a window of that name to be there. */
  appears(title: string): Promise<void>;
  /** Types into the window that has the keyboard, and Enter. */
  type(text: string): Promise<void>;
  press(key: 'Return' | 'Escape'): Promise<void>;
  /** Titles of all windows. */
  titles(): Promise<string>;
}

/** Starts Xvfb at a number of its own choice. */
export async function screen(): Promise<Screen> {
  const options = ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'];
  const child = spawn('Xvfb', options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [said] = (await once(child.stdio[3] ?? child, 'data')) as [Buffer];
  const display = `:${said.toString().trim()}`;
  const xdotool = (...args: readonly string[]) => runProgram('env', [`DISPLAY=${display}`, 'xdotool', ...args]);
  const titles = async (): Promise<string> => {
    const { stdout } = await xdotool('search', '--onlyvisible', '--name', '.+', 'getwindowname', '%@');
    return stdout;
  };
  return {
    display,
    titles,
    appears: (title) => until(`a window "${title}" is there`, async () => (await titles()).includes(title), 20),
    type: async (text) => {
      await xdotool('type', text);
      await xdotool('key', 'Return');
    },
    press: async (key) => void (await xdotool('key', key)),
    [Symbol.asyncDispose]: async () => {
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
}
