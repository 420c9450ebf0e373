import { ext, type Extension, type GeneralName, OID } from '@lanyard/pki';
import { name, type Pair, type Spec, type TestAuthority } from './authority.ts';

export interface CardOptions extends Partial<Omit<Spec, 'extensions'>> {
  /** Null: no User Principal Name. */
  readonly upn?: string | null;
  readonly otherNames?: readonly GeneralName[];
  readonly policies?: readonly string[];
  readonly more?: readonly Extension[];
}

const names = ({ upn = 'ada@agency.example', otherNames = [] }: CardOptions): Extension[] => {
  const all: GeneralName[] = [...(upn === null ? [] : [{ kind: 'upn', value: upn } as const]), ...otherNames];
  return all.length === 0 ? [] : [ext.subjectAltName(all)];
};

const policies = ({ policies: given = ['1.3.6.1.4.1.99999.1'] }: CardOptions): Extension => ext.policies(given);

const issue = (authority: TestAuthority, options: CardOptions, extensions: readonly Extension[]): Promise<Pair> =>
  authority.issue({ subject: name('Ada Lovelace'), ...options, extensions: [...extensions, ...(options.more ?? [])] });

/** The certificates of a card, with the key usages of the PIV profile. */
export const cards = {
  authentication: (authority: TestAuthority, options: CardOptions = {}): Promise<Pair> =>
    issue(authority, options, [
      ext.keyUsage(['digitalSignature']),
      ext.extendedKeyUsage([OID.clientAuth, OID.smartcardLogon]),
      policies(options),
      ...names(options),
    ]),
  signature: (authority: TestAuthority, options: CardOptions = {}): Promise<Pair> =>
    issue(authority, options, [
      ext.keyUsage(['digitalSignature', 'nonRepudiation']),
      ext.extendedKeyUsage([OID.emailProtection]),
      policies(options),
    ]),
  encryption: (authority: TestAuthority, options: CardOptions = {}): Promise<Pair> =>
    issue(authority, options, [
      ext.keyUsage(['keyAgreement']),
      ext.extendedKeyUsage([OID.emailProtection]),
      policies(options),
    ]),
  cardAuthentication: (authority: TestAuthority, options: CardOptions = {}): Promise<Pair> =>
    issue(authority, options, [
      ext.keyUsage(['digitalSignature']),
      ext.extendedKeyUsage([OID.pivCardAuth], true),
      policies(options),
    ]),
} as const;
