import { commands, isGroup, usage } from './commands.ts';
import { sayFailure, UsageError } from './say-failure.ts';

/** `lanyard <command> …`: each command loads its part of the system only when it runs. */
async function main(argv: readonly string[]): Promise<number> {
  const [first, second] = argv;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    process.stdout.write(usage());
    return first === undefined ? 2 : 0;
  }
  const command = commands.find((c) => c.name === `${first} ${second ?? ''}`) ?? commands.find((c) => c.name === first);
  if (!command && isGroup(first) && (second === undefined || second.endsWith('help'))) {
    process.stdout.write(usage(first));
    return second === undefined ? 2 : 0;
  }
  if (!command) throw new UsageError(`there is no command "${[first, second].filter(Boolean).join(' ')}"`);
  const rest = argv.slice(command.name.split(' ').length);
  if (command.ownHelp !== true && (rest.includes('--help') || rest.includes('-h'))) {
    process.stdout.write(`lanyard ${command.name} ${command.takes}\n  ${command.does}\n`);
    return 0;
  }
  const { run } = await command.load();
  return run(rest);
}

process.exitCode = await main(process.argv.slice(2)).catch(sayFailure);
