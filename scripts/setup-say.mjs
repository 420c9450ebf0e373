// Words to the person who waits.

export function say(line) {
  process.stderr.write(`${line}\n`);
}

export function fail(message, code = 1) {
  process.stderr.write(`\nlanyard: ${message}\n\n`);
  process.exit(code);
}

/**
 * Tells how far something is: a line that changes on a terminal, else a line now and then.
 * The function it returns ends it with a word of how it went.
 */
export function progress(what, detail = () => '') {
  const begin = Date.now();
  const seconds = () => Math.round((Date.now() - begin) / 1000);
  const line = () => [what, detail(), `${seconds()} s`].filter(Boolean).join(', ');
  const terminal = process.stderr.isTTY;
  say(`${what} …`);
  const timer = setInterval(
    () => (terminal ? process.stderr.write(`\u001b[1A\u001b[2K${line()}\n`) : say(line())),
    terminal ? 500 : 15_000,
  );
  return (outcome = 'done') => {
    clearInterval(timer);
    say(`${what}: ${outcome} in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  };
}
