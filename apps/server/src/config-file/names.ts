import { LanyardError } from '@lanyard/kernel';

const words = {
  person: 'nobody with the UPN',
  userGroup: 'no user group called',
  deviceGroup: 'no device group called',
  space: 'no space called',
  configuration: 'no configuration called',
  provider: 'no other provider called',
} as const;
export type NameKind = keyof typeof words;

/** Names in a file stand for ids, which are other ones in every installation. Names are told apart without case. */
export interface Names {
  add(kind: NameKind, id: string, name: string): void;
  /** The id itself where nothing has it any more. */
  nameOf(kind: NameKind, id: string): string;
  /** @throws LanyardError `config_file_refused` where nothing has the name */
  idOf(kind: NameKind, name: string): string;
}

/** What was deleted since is in a file by its id. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createNames(): Names {
  const ids = new Map<string, string>();
  const names = new Map<string, string>();
  const keyOf = (kind: NameKind, one: string): string => `${kind} ${one.toLowerCase()}`;
  return {
    add(kind, id, name) {
      ids.set(keyOf(kind, name), id);
      names.set(keyOf(kind, id), name);
    },
    nameOf: (kind, id) => names.get(keyOf(kind, id)) ?? id,
    idOf(kind, name) {
      const id = ids.get(keyOf(kind, name)) ?? (ID.test(name) ? name : undefined);
      if (id === undefined)
        throw new LanyardError('config_file_refused', { why: `There is ${words[kind]} "${name}".` });
      return id;
    },
  };
}
