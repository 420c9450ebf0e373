import { text } from '@lanyard/contract';
import fc from 'fast-check';
import { stringify } from 'yaml';

/** Names that a reader of YAML could take for something else, and any others that a form would take. */
const awkward = [
  'yes',
  'null',
  '1e3',
  '- a',
  '# no comment',
  'a: b',
  '~',
  '0x1F',
  '2026-11-22',
  "it's",
  '"',
  '[x]',
  '*a',
  'é ü 漢',
];
const anyText = fc
  .oneof(fc.constantFrom(...awkward), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }))
  .map((one) => one.trim())
  .filter((one) => text(100).safeParse(one).success && !/^(default|built-in)$/i.test(one));
const folded = (one: string): string => one.toLowerCase().toUpperCase().normalize('NFKC');
const names = (maxLength: number) => fc.uniqueArray(anyText, { selector: folded, maxLength });
const anyLines = fc.array(anyText, { maxLength: 4 }).map((lines) => lines.join('\n'));

/** A space holds what was deleted in it for as long as that can be undone, so these are always there. */
const spaces = ['North', 'South: "old"'];

/** A whole configuration, as somebody might write it. Whether one of a name is a draft, it says itself: that does not change. */
export const anyConfig: fc.Arbitrary<string> = fc
  .record({ groups: names(4), devices: names(3), drafts: names(3), told: names(3), apps: names(3) })
  .chain(({ groups, devices, drafts, told, apps }) => {
    const some = (from: readonly string[]) => fc.subarray([...from]);
    const audience = fc.oneof(
      fc.constantFrom('all', 'none'),
      fc.record({ userGroups: some(groups), deviceGroups: some(devices) }),
    );
    const place = fc.record({ space: fc.constantFrom(null, ...spaces), allSpaces: fc.boolean(), audience });
    const passcode = (name: string, publish: boolean) =>
      fc.record({ place, description: anyText }).map((one) => ({
        name,
        kind: 'passcode',
        description: one.description,
        ...one.place,
        publish,
        value: {},
      }));
    const list = <T, R>(from: readonly T[], each: (one: T, i: number) => fc.Arbitrary<R>) =>
      fc.tuple(...from.map(each));
    return fc
      .record({
        rules: list(devices, () => some(groups)),
        ranks: list(spaces, () => fc.integer({ min: 0, max: 1_000 })),
        drafts: list(drafts, (name) => passcode(`draft ${name}`, false)),
        told: list(told, (name) => passcode(`told ${name}`, true)),
        places: list(apps, () => place),
        pins: fc
          .shuffledSubarray([...groups])
          .chain((own) => list(own, () => fc.integer({ min: 6, max: 12 })).map((pins) => ({ own, pins }))),
        pairs: list(apps, () =>
          fc.array(fc.record({ key: fc.stringMatching(/^[a-z]{3,8}$/), value: anyText }), { maxLength: 3 }),
        ),
        words: anyLines,
      })
      .map((made) => ({
        form: 1,
        userGroups: groups.map((name) => ({ name })),
        deviceGroups: devices.map((name, i) => ({ name, rule: { userGroups: made.rules[i] ?? [] } })),
        spaces: spaces.map((name, i) => ({ name, rank: made.ranks[i] ?? 1 })),
        userSettings: {
          device_registration: {
            default: { pinLength: 10 },
            groups: made.pins.own.map((name, i) => ({
              name: `for ${name}`,
              userGroups: [name],
              value: { pinLength: made.pins.pins[i] ?? 8 },
            })),
          },
          branding: { default: { help: { signIn: made.words } } },
        },
        configurations: [...made.drafts, ...made.told],
        apps: apps.map((name, i) => ({
          name: `app ${name}`,
          category: 'Work',
          platform: 'ios',
          identifier: `gov.agency.app${i}`,
          ...made.places[i],
          configurations: [{ name: 'Only', value: { pairs: unique(made.pairs[i] ?? []) } }],
        })),
      }));
  })
  .map((file) => stringify(file, { lineWidth: 0 }));

const unique = <T extends { readonly key: string }>(pairs: readonly T[]): T[] => [
  ...new Map(pairs.map((pair) => [pair.key, pair])).values(),
];
