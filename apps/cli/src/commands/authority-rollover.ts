import { consoleActor } from '../console-actor.ts';
import { keyTypeOf, wholeNumber } from '../ceremony-options.ts';
import { dateOf } from '../date-of.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...installationOptions,
      key: { type: 'string' },
      years: { type: 'string', default: '8' },
      from: { type: 'string' },
    },
  });
  const [line] = positionals;
  if (!line) throw new UsageError('authority rollover takes the id of an authority, such as derived');
  const spec = {
    line,
    keyType: values.key === undefined ? undefined : keyTypeOf(values.key),
    lifetimeDays: wholeNumber(values.years, 'years', 10) * 365,
    activeFrom: dateOf(values.from),
    actor: consoleActor(),
  };
  return withInstallation(values, async ({ issuer, urls }) => {
    const { id, activeFrom } = await issuer.rollOver(spec);
    process.stdout.write(`${id}\n`);
    process.stderr.write(
      `${line} issues under ${id} from ${activeFrom.toISOString()} on: ${urls.status}/ca/${id}.cer\nThose before it go on with their CRLs and OCSP until they end.\n`,
    );
    return 0;
  });
}
