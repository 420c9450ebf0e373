import { config } from 'zod';

// The page's policy refuses code made from text. zod tries it when a schema is declared, so it must be told not to
// before the contract is loaded: this file stands beside zod in the built page (vite.config.ts).
config({ jitless: true });
