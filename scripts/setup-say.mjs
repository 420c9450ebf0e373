// Words to the person who waits.

export function fail(message, code = 1) {
  process.stderr.write(`\nlanyard: ${message}\n\n`);
  process.exit(code);
}
