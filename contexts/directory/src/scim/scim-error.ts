/** RFC 7644 §3.12, those that can happen here. */
export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'mutability'
  | 'noTarget'
  | 'tooMany'
  | 'uniqueness';

/** What an identity provider did wrong; the words go into its log, for a person to read. */
export class ScimError extends Error {
  readonly scimType: ScimType;
  constructor(scimType: ScimType, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'ScimError';
    this.scimType = scimType;
  }
}
