/** The fields of a Federal Agency Smart Credential Number (TIG SCEPACS §6), as digits. */
export interface Fascn {
  readonly agency: string;
  readonly system: string;
  readonly credential: string;
  readonly series: string;
  readonly issue: string;
  readonly person: string;
  readonly organisationCategory: string;
  readonly organisation: string;
  readonly association: string;
}

/** SP 800-73-5 pt1 §3.1.2: an issuer outside the federal government has agency, system and credential all nines. */
export const nonFederal = (person: string): Fascn => ({
  agency: '9999',
  system: '9999',
  credential: '999999',
  series: '1',
  issue: '1',
  person: person.padStart(10, '0'),
  organisationCategory: '3',
  organisation: '9999',
  association: '1',
});

const SS = 0b11010;
const FS = 0b10110;
const ES = 0b11111;

/** Four bits of the digit, least significant first, and odd parity. */
function character(digit: string): number {
  const n = Number(digit);
  let bits = 0;
  let ones = 0;
  for (let i = 0; i < 4; i++) {
    const bit = (n >> i) & 1;
    ones += bit;
    bits = (bits << 1) | bit;
  }
  return (bits << 1) | (ones % 2 === 0 ? 1 : 0);
}

/** @returns 25 octets: 40 characters of five bits, the last the longitudinal parity of the others */
export function encodeFascn(f: Fascn): Uint8Array<ArrayBuffer> {
  const digits = (text: string, length: number) => {
    if (!/^\d+$/.test(text) || text.length !== length)
      throw new RangeError(`a FASC-N field has ${length} digits, not "${text}"`);
    return text.split('').map(character);
  };
  const characters = [
    SS,
    ...digits(f.agency, 4),
    FS,
    ...digits(f.system, 4),
    FS,
    ...digits(f.credential, 6),
    FS,
    ...digits(f.series, 1),
    FS,
    ...digits(f.issue, 1),
    FS,
    ...digits(f.person, 10),
    ...digits(f.organisationCategory, 1),
    ...digits(f.organisation, 4),
    ...digits(f.association, 1),
    ES,
  ];
  const parity = characters.reduce((a, c) => a ^ c, 0) >> 1; // each of the four data bits over all characters
  const ones = [0, 1, 2, 3].reduce((n, i) => n + ((parity >> i) & 1), 0);
  characters.push((parity << 1) | (ones % 2 === 0 ? 1 : 0));
  const bits = characters.map((c) => c.toString(2).padStart(5, '0')).join('');
  return Uint8Array.from({ length: 25 }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8), 2));
}
