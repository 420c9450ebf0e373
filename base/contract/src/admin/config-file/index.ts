export * from './config-file.ts';
export * from './items.ts';
export * from './named-audience.ts';
