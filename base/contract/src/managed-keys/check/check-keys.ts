import { providerSupport } from '../../provider-support.ts';
import { finding, type Finding } from '../finding.ts';
import { knownApps } from '../known-apps.ts';
import { keysFor, type KnownKey, type Section } from '../known-keys.ts';
import { nameOf, recogniseKey } from '../recognise-key.ts';
import { platformNames, type Subject } from './subject.ts';

interface Written {
  readonly key: string;
  readonly field: string;
  readonly section: Section;
}

/** What keys are called, where they stand, whether they go with the app, and whether those that need each other are there. */
export function checkKeys(subject: Subject): Finding[] {
  const written = keysOf(subject);
  return [
    ...written.flatMap((one) => checkKey(subject, one)),
    ...duplicates(written),
    ...unpaired(written),
    ...missing(subject, written),
  ];
}

const keysOf = ({ value }: Subject): Written[] => [
  ...value.pairs.map(({ key }, i) => ({ key, field: `pairs.${i}.key`, section: 'custom' as const })),
  ...value.certificates.map(({ key }, i) => ({ key, field: `certificates.${i}.key`, section: 'certificate' as const })),
];

const SECTIONS: Record<Section, string> = {
  custom: 'AppConnect Custom Configuration',
  certificate: 'AppConnect Certificate Configuration',
};

function checkKey({ app }: Subject, { key, field, section }: Written): Finding[] {
  const found = recogniseKey(key);
  if (found.is === 'near miss') {
    // A vendor's own key may resemble one that another app knows.
    const own = found.key.apps.includes(app.kind) && found.key.platforms.includes(app.platform);
    const severity = own || key.toLowerCase() === found.meant.toLowerCase() ? 'warning' : 'advice';
    return [
      finding(
        severity,
        'key_near_miss',
        field,
        `“${key}” is not “${found.meant}”: keys are case-sensitive, and the app ignores those that it does not know.`,
        `If that is what you meant, write “${found.meant}”; otherwise leave it.`,
      ),
    ];
  }
  if (found.is === 'out of range') {
    const { from, to } = found.key.numbers ?? { from: 1 };
    return [
      finding(
        'error',
        'key_out_of_range',
        field,
        `“${key}” does not exist: the number runs from ${from}${to === undefined ? ' on' : ` to ${to}`}, without zeros before it.`,
        `Write ${nameOf(found.key, from)} or a following number.`,
      ),
    ];
  }
  if (found.is === 'unknown') return [];
  return checkPlace(app, found.key, { key, field, section });
}

function checkPlace(app: Subject['app'], known: KnownKey, { key, field, section }: Written): Finding[] {
  if (known.section !== section)
    return [
      finding(
        'error',
        'key_wrong_section',
        field,
        `The value of “${key}” is ${known.section === 'certificate' ? 'a certificate' : 'text'}.`,
        `Move it to ${SECTIONS[known.section]}.`,
      ),
    ];
  if (!known.apps.includes(app.kind)) {
    const whose = [...new Set(knownApps.filter((one) => known.apps.includes(one.kind)).map((one) => one.name))];
    return [
      finding(
        'warning',
        'key_of_other_app',
        field,
        `“${key}” is a key of ${whose.length > 0 ? whose.join(', ') : 'in-house apps'}; ${app.name} ignores it.`,
        'Move it to that app’s configuration.',
      ),
    ];
  }
  if (!known.platforms.includes(app.platform))
    return [
      finding(
        'warning',
        'key_wrong_platform',
        field,
        `“${key}” exists on ${known.platforms.map((p) => platformNames[p]).join(' and ')} only.`,
        'Remove it here.',
      ),
    ];
  return [];
}

function duplicates(written: readonly Written[]): Finding[] {
  const seen = new Set<string>();
  return written.flatMap(({ key, field }) => {
    const again = seen.has(key);
    seen.add(key);
    return again
      ? [
          finding(
            'error',
            'key_twice',
            field,
            `“${key}” is there twice; nobody could say which one the app takes.`,
            'Remove one of them.',
          ),
        ]
      : [];
  });
}

function unpaired(written: readonly Written[]): Finding[] {
  const keys = new Set(written.map(({ key }) => key));
  return written.flatMap(({ key, field }) => {
    const found = recogniseKey(key);
    if (found.is !== 'known' || found.key.pairedWith === undefined || found.n === null) return [];
    const other = found.key.pairedWith.replace(/_N(?=_|$)/, `_${found.n}`);
    if (keys.has(other)) return [];
    return [
      finding(
        'warning',
        'key_unpaired',
        field,
        `“${key}” does nothing without “${other}”.`,
        `Add “${other}”, or remove “${key}”.`,
      ),
    ];
  });
}

/** Keys without which the app has nothing to work with (ADM-073, ADM-077, APP-029). */
function missing({ app, value }: Subject, written: readonly Written[]): Finding[] {
  const has = new Set(written.map(({ key }) => key));
  const absent = keysFor(app.kind, app.platform).filter(
    (known) => known.requiredFor !== undefined && !has.has(known.name),
  );
  const said = absent.flatMap((known) => {
    const required =
      known.requiredFor === 'all' || (value.provider !== null && known.requiredFor?.includes(value.provider));
    if (!required) return [];
    const example = known.prefilled === undefined ? '' : ` = ${known.prefilled}`;
    return [
      finding(
        'error',
        'key_missing',
        'pairs',
        `${app.name} needs “${known.name}”: ${known.description}`,
        `Add ${known.name}${example}.`,
      ),
    ];
  });
  const undecided =
    app.kind === 'piv-d-manager' &&
    value.provider === null &&
    !has.has('MI_CREDENTIAL_ACTIVATION_URL') &&
    !has.has('MI_CREDENTIAL_ENABLE_PUREBRED');
  if (undecided)
    said.push(
      finding(
        'warning',
        'provider_unsaid',
        'provider',
        'It is not said whose derived credentials the app is for, so nothing tells it.',
        'Choose the provider, and add the key that it asks for.',
      ),
    );
  return [...said, ...unsupported(app, value.provider)];
}

/** ADM-012: whose credentials cannot be had on the app's platform. */
function unsupported({ platform }: Subject['app'], provider: Subject['value']['provider']): Finding[] {
  const support = provider === null ? null : providerSupport(provider, platform);
  if (support === null || support.supported) return [];
  return [finding('error', 'provider_not_on_platform', 'provider', support.reason, 'Choose another provider.')];
}
