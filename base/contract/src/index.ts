export * from './common.ts';
export * from './device.ts';
export * from './errors.ts';
export * from './portal.ts';
export * from './provider-support.ts';
export * from './settings.ts';
export * from './admin/index.ts';
export * from './variables.ts';
