import { addAuthority } from '@lanyard/server';
import { authorityOf, ceremonyOptions, wholeNumber, withCeremony } from '../ceremony-options.ts';
import { UsageError } from '../say-failure.ts';
import { parseArgs } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ...ceremonyOptions, organisation: { type: 'string' }, line: { type: 'string' } },
  });
  const [folder, spec] = positionals;
  const { organisation } = values;
  if (!spec || !organisation) throw new UsageError('ceremony authority takes a folder, ID:KIND:KEY and --organisation');
  const authority = authorityOf(spec, wholeNumber(values.years, 'years', 10), values.line);
  const crlDays = wholeNumber(values.days, 'days', 400);
  return withCeremony(folder, values, (setting) => addAuthority({ ...setting, organisation, authority, crlDays }));
}
