import { holdCeremony } from '@lanyard/server';
import { authorityOf, ceremonyOptions, keyTypeOf, wholeNumber, withCeremony } from '../ceremony-options.ts';
import { UsageError } from '../say-failure.ts';
import { parseArgs } from '../with-installation.ts';

/** Needs no installation: it runs on a machine without a network. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...ceremonyOptions,
      organisation: { type: 'string' },
      'status-url': { type: 'string' },
      'root-key': { type: 'string', default: 'ec-p384' },
      'root-years': { type: 'string', default: '20' },
      authority: { type: 'string', multiple: true, default: ['derived:derived:ec-p384'] },
    },
  });
  const { organisation, 'status-url': statusUrl } = values;
  if (!organisation || !statusUrl) throw new UsageError('ceremony takes --organisation and --status-url');
  if (!/^http:\/\/[^/?#\s]+[^?#\s]*[^/?#\s]$/.test(statusUrl))
    throw new UsageError('--status-url is a plain http address without a slash at the end (RFC 5280 §8)');
  const years = wholeNumber(values.years, 'years', 10);
  const issuing = values.authority.map((text) => authorityOf(text, years));
  const ids = ['root', ...issuing.map((a) => a.id)];
  if (new Set(ids).size !== ids.length) throw new UsageError(`two authorities of one id: ${ids.join(', ')}`);
  return withCeremony(positionals[0], values, (setting) =>
    holdCeremony({
      ...setting,
      organisation,
      statusUrl,
      root: {
        id: 'root',
        keyType: keyTypeOf(values['root-key']),
        years: wholeNumber(values['root-years'], 'root-years', 20),
      },
      issuing,
      crlDays: wholeNumber(values.days, 'days', 400),
    }),
  );
}
