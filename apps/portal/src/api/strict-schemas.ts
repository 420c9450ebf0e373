import { config } from 'zod';

// The page's policy refuses code made from text. zod tries it when a schema is declared, so it must be told not to
// before the contract is loaded: this file is the first import of the page.
config({ jitless: true });
