/** Variables of configurations and app configurations, each replaced for the device that gets them. Case matters. */
export const substitutionVariables = {
  userEmailAddress: 'The e-mail address of the person',
  userUID: 'The user name of the person',
  userUIDLocalPart: 'The user name before the @',
  deviceClientDeviceIdentifier: 'The identifier of the device in this system',
  deviceUDID: 'The identifier that the manufacturer gave the device, where it is known',
  deviceIMSI: 'The identifier of the SIM card, where it is known',
  pivdActivationLink: 'The activation link of the open request; empty without one',
} as const;
export type SubstitutionVariable = keyof typeof substitutionVariables;
/** What is not known is empty. */
export type SubstitutionValues = Readonly<Record<SubstitutionVariable, string>>;

export interface Substituted {
  readonly text: string;
  /** Known ones in it that have no value for this device. */
  readonly empty: readonly SubstitutionVariable[];
  /** Left as they stand, since nothing is called so. */
  readonly unknown: readonly string[];
}

const VARIABLE = /\$\{([A-Za-z][A-Za-z0-9_.]{0,60})\}/g;
const isVariable = (name: string): name is SubstitutionVariable => Object.hasOwn(substitutionVariables, name);

/**
 * Replaces variables once: what a value brings in is never read again.
 * @param text as an administrator wrote it
 */
export function substitute(text: string, values: SubstitutionValues): Substituted {
  const empty = new Set<SubstitutionVariable>();
  const unknown = new Set<string>();
  const done = text.replace(VARIABLE, (whole, name: string) => {
    if (!isVariable(name)) {
      unknown.add(name);
      return whole;
    }
    if (values[name] === '') empty.add(name);
    return values[name];
  });
  return { text: done, empty: [...empty], unknown: [...unknown] };
}

/** Every text in a JSON value, however deep, after substitution. */
export function substituteAll<T>(value: T, values: SubstitutionValues): T {
  if (typeof value === 'string') return substitute(value, values).text as T; // sound: T is string here
  if (Array.isArray(value)) return value.map((one: unknown) => substituteAll(one, values)) as T; // sound: the same shape
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, one]) => [key, substituteAll(one, values)]);
  return Object.fromEntries(entries) as T; // sound: the same keys
}
