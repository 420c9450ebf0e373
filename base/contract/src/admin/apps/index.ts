export * from './app.ts';
export * from './app-configuration.ts';
export * from './email-plus.ts';
export * from './tools.ts';
export * from './by-name.ts';
