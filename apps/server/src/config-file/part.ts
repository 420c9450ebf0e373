import type { ConfigEffect, ConfigFile } from '@lanyard/contract';
import type { Actor, Tx } from '@lanyard/kernel';
import type { Editor } from '@lanyard/fleet';
import type { Contexts } from '../contexts.ts';
import type { Names } from './names.ts';

/** Contexts whose configuration is in the file. */
export type Configured = Pick<Contexts, 'credentials' | 'directory' | 'fleet' | 'notices'>;

/** What is read and written, all of it in one transaction. */
export interface World extends Configured {
  readonly tx: Tx;
  readonly names: Names;
  readonly by: Actor;
  /** Who asks, for warnings of locking oneself out; empty at the console. */
  readonly personId: string;
  readonly editor: Editor;
}

/** What a file is to hold beyond what is configured. */
export interface Wanted {
  readonly members: boolean;
  readonly roles: boolean;
}

export interface At {
  readonly id: string;
  readonly version: number;
}

/** One thing in a file. */
export interface Item<T> {
  /** Tells it from the others of its part, here and in every installation. */
  readonly key: string;
  readonly name: string;
  readonly value: T;
  /** Where it stands in the file. */
  readonly path: readonly (string | number)[];
  /** Things of one group are tried in the order in which they stand. */
  readonly group?: string;
}
export type Kept<T> = Item<T> & At;

/** What an installation has of a part: as the file would say it, and which rows these are. */
export interface Slice {
  readonly file: Readonly<Record<string, unknown>>;
  readonly rows: readonly (readonly [key: string, at: At])[];
}

/** A part of the file, and how what it speaks of is read and written. */
export interface Part<T> {
  /** As the file calls it. */
  readonly name: string;
  read(world: World, wanted: Wanted): Promise<Slice>;
  /** Null where the file does not speak of it. */
  items(file: ConfigFile): readonly Item<T>[] | null;
  /** What the change would do to whom. @param value null: it is deleted */
  preview?(world: World, value: T | null, kept: Kept<T> | null): Promise<ConfigEffect | null>;
  /** @returns the id */
  put(world: World, value: T, kept: Kept<T> | null): Promise<string>;
  /** Absent for what is never deleted with a file. */
  remove?(world: World, kept: Kept<T>): Promise<void>;
  /** Which may be deleted; all where it does not say. */
  removable?(value: T): boolean;
  /** Which are deleted before others. */
  removedFirst?(value: T): boolean;
  /** Which are written before others. */
  putFirst?(value: T): boolean;
  /** @param ids of all in the group, first to last */
  reorder?(world: World, group: string, ids: readonly string[]): Promise<void>;
}

const NOBODY = { count: 0, first: [] };
export const nothing: Omit<ConfigEffect, 'of'> = {
  gains: NOBODY,
  changes: NOBODY,
  loses: NOBODY,
  lockedOut: NOBODY,
  sentences: [],
};
