/** The demo agency's people. Fictional; their names are theirs alone. */
export interface DemoPerson {
  readonly userName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly number: string;
  /** On the admin portal, so that it can be tried at once. */
  readonly role: 'administrator' | 'auditor' | 'help-desk';
}

export const UPN_SUFFIX = 'harbor.example';

export const demoPeople: readonly DemoPerson[] = [
  { userName: 'ada.vega', givenName: 'Ada', surname: 'Vega', number: '1000000001', role: 'administrator' },
  { userName: 'ben.okafor', givenName: 'Ben', surname: 'Okafor', number: '1000000002', role: 'auditor' },
  { userName: 'chloe.lind', givenName: 'Chloe', surname: 'Lind', number: '1000000003', role: 'help-desk' },
];

export const upnOf = (person: Pick<DemoPerson, 'userName'>): string => `${person.userName}@${UPN_SUFFIX}`;
