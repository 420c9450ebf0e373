import type { Readable } from 'node:stream';
import type { ImportQuery } from '@lanyard/contract';
import { LanyardError, recordAudit, type Actor, type AdminCaller } from '@lanyard/kernel';
import { z } from 'zod';
import { checked } from '../checked.ts';
import { findIntake, forgetLines, insertIntake, moveIntake, type IntakeRow } from '../pg/intakes.ts';
import { rolesUnder } from '../people/authority-over.ts';
import type { DirectoryPorts } from '../ports.ts';
import type { IntakeOptions } from './candidate.ts';
import { readCsv } from './read-csv.ts';
import { stage } from './stage.ts';

const mapping = z.record(z.string().max(50), z.string().max(200));

export interface Upload {
  readonly file: Readable;
  readonly query: ImportQuery;
  /** Null: the console, which may do everything. */
  readonly caller: AdminCaller | null;
  readonly by: Actor;
}

/**
 * Reads a file of people and says line by line what it would do; nothing happens before it is confirmed.
 * @throws LanyardError `input_invalid`, `input_too_large`: then nothing of it is kept
 */
export async function importFile(ports: DirectoryPorts, { file, query, caller, by }: Upload): Promise<IntakeRow> {
  const { clock, db, random } = ports;
  const columns = query.columns === undefined ? {} : checked(mapping, jsonOf(query.columns));
  const options: IntakeOptions = {
    origin: 'csv',
    sourceId: null,
    takeOver: query.takeOver,
    createGroups: query.createGroups,
    overRoles: rolesUnder(caller),
  };
  const id = random.uuid();
  const intake = { id, origin: 'csv', source_id: null, name: query.name, options, made_by: by } as const;
  await insertIntake(db.pool, intake, clock.now());
  try {
    const counts = await stage(db.pool, id, readCsv(file, columns), options);
    const lines = counts.new + counts.changed;
    const problem =
      counts.refused > 0 ? 'Some lines cannot be taken, so none is: correct them and upload again.' : null;
    await db.tx(async (tx) => {
      await moveIntake(tx, id, ['reading'], { state: 'ready', counts, lines, problem });
      const details = { name: query.name, ...counts };
      await recordAudit(tx, { act: 'intake.read', outcome: 'done', actor: by, object: id, details }, clock.now());
    });
  } catch (error) {
    const failed = { state: 'failed', problem: 'The file could not be read.', ended_at: clock.now() } as const;
    await moveIntake(db.pool, id, ['reading'], failed);
    await forgetLines(db.pool, id);
    throw error;
  }
  const found = await findIntake(db.pool, id);
  if (found === null) throw new LanyardError('not_found', { intake: id });
  return found;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LanyardError('input_invalid', { fields: [{ field: 'columns', message: 'is not JSON' }] }, { cause });
  }
}
