import type { PersonState } from '../person.ts';

// Types, not interfaces: `withTables` asks for an index signature, which only a type alias has of itself.

export type PersonTable = {
  id: string;
  user_name: string;
  upn: string;
  email: string;
  display_name: string;
  given_name: string;
  surname: string;
  state: PersonState;
  roles: string[];
  created_at: Date;
  state_since: Date;
};

type GroupTable = {
  id: string;
  name: string;
  created_at: Date;
};

type MembershipTable = {
  person_id: string;
  group_id: string;
};

export type DirectoryTables = {
  'directory.person': PersonTable;
  'directory.user_group': GroupTable;
  'directory.membership': MembershipTable;
};
