import type { Readable } from 'node:stream';
import type { IntakeLine, IntakeView } from '@lanyard/contract';
import { LanyardError, type Actor } from '@lanyard/kernel';
import { findIntake, listLines } from '../pg/intakes.ts';
import type { DirectoryPorts } from '../ports.ts';
import { applyIntake, confirmIntake, discardIntake } from './apply-intake.ts';
import { importFile } from './import-file.ts';
import { intakeViewOf, lineViewOf } from './view.ts';

export interface FileOptions {
  readonly name: string;
  readonly createGroups: boolean;
  readonly takeOver: boolean;
}

/** Files of people, for whoever sits at the console and does not wait for a job. */
export interface Intakes {
  /** What a file would do; nothing happens yet. */
  read(file: Readable, options: FileOptions, by: Actor): Promise<IntakeView>;
  /** The first lines of an outcome. */
  lines(id: string, outcome: IntakeLine['outcome'], limit: number): Promise<IntakeLine[]>;
  /** Takes the file whole, and returns when that is done, here or by a server that was faster. */
  apply(id: string, by: Actor): Promise<IntakeView>;
  discard(id: string, by: Actor): Promise<void>;
}

export function createIntakes(ports: DirectoryPorts): Intakes {
  const { db } = ports;
  return {
    read: async (file, options, by) =>
      intakeViewOf(await importFile(ports, { file, query: options, caller: null, by })),
    lines: async (id, outcome, limit) => (await listLines(db.pool, id, { outcome }, 0, limit)).map(lineViewOf),
    async apply(id, by) {
      await db.tx((tx) => confirmIntake(ports, tx, id, by, null));
      await applyIntake(ports, { intakeId: id });
      const intake = await findIntake(db.pool, id);
      if (intake === null) throw new LanyardError('not_found', { intake: id });
      return intakeViewOf(intake);
    },
    discard: (id, by) => db.tx((tx) => discardIntake(ports, tx, id, by)),
  };
}
