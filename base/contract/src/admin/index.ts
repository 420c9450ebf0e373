export * from './list.ts';
export * from './roles.ts';
