import { userInfo } from 'node:os';

/** Who types at the console, for the audit log. */
export const consoleActor = () => ({ kind: 'console', user: userInfo().username }) as const;
