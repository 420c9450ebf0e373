import type { Clock } from '@lanyard/kernel';

/** What was done, in the order it was done, printed as it happens and kept as a file. */
export interface Transcript {
  /** A line of fact. */
  note(text: string): void;
  /** A step: its title, what is about to happen, and the word of whoever confirms it. @throws CeremonyStopped */
  step(title: string, facts: readonly string[]): Promise<void>;
  text(): string;
}

/** Somebody did not confirm a step: nothing was kept. */
export class CeremonyStopped extends Error {
  override readonly name = 'CeremonyStopped';
}

export interface TranscriptNeeds {
  readonly clock: Clock;
  /** Prints a line. */
  readonly say: (line: string) => void;
  /** Asks whether the step shall be done; by default nobody is asked. @returns the answer, for the transcript */
  readonly confirm: ((question: string) => Promise<string>) | undefined;
}

const YES = /^y(es)?$/i;

export function startTranscript({ clock, say, confirm }: TranscriptNeeds): Transcript {
  const lines: string[] = [];
  let steps = 0;
  const note = (text: string): void => {
    lines.push(text);
    say(text);
  };
  return {
    note,
    async step(title, facts) {
      steps += 1;
      note('');
      note(`${clock.now().toISOString()}  Step ${steps}: ${title}`);
      for (const fact of facts) note(`    ${fact}`);
      const answer = confirm ? (await confirm(`    Step ${steps}: do it? (yes/no) `)).trim() : null;
      if (answer !== null && !YES.test(answer))
        throw new CeremonyStopped(`step ${steps} was not confirmed: nothing was kept`);
      lines.push(
        `    confirmed at ${clock.now().toISOString()}${answer === null ? ', beforehand' : ` with "${answer}"`}`,
      );
    },
    text: () => `${lines.join('\n')}\n`,
  };
}
