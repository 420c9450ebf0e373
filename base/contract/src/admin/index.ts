export * from './guide.ts';
export * from './list.ts';
export * from './lists.ts';
export * from './overview.ts';
export * from './roles.ts';
export * from './simulation.ts';
