import { changeGroup } from '../group-members.ts';

export const run = (argv: readonly string[]): Promise<number> => changeGroup(argv, 'join');
