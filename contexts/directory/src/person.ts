export type PersonState = 'active' | 'suspended' | 'terminated';

/** Somebody the organisation knows; found by UPN at card sign-in and by user name at registration. */
export interface Person {
  readonly id: string;
  readonly userName: string;
  readonly upn: string;
  readonly email: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly state: PersonState;
  readonly roles: readonly string[];
}

/** What is known of a person when they are added: they begin as active. */
export interface PersonInput {
  readonly userName: string;
  readonly upn: string;
  readonly email: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly roles?: readonly string[];
}
