import { settingKindNames } from '@lanyard/server';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

/** What is in force for anybody, or for one person with `--user`. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ...installationOptions, user: { type: 'string' } },
  });
  const kind = settingKindNames.find((name) => name === positionals[0]);
  if (!kind) throw new UsageError(`setting show takes one of ${settingKindNames.join(', ')}`);
  return withInstallation(values, async ({ directory }) => {
    const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    if (values.user === undefined) {
      print((await directory.settingsOf(kind)).map(({ from, value }) => ({ from, value })));
      return 0;
    }
    const person = await directory.personByUserName(values.user);
    if (!person) throw new UsageError(`nobody is called ${values.user}`);
    const { from, value } = await directory.setting(person.id, kind);
    print({ from, value });
    return 0;
  });
}
