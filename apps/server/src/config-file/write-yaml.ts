import { CONFIG_FORM, type ConfigFile } from '@lanyard/contract';
import { stringify } from 'yaml';

const HEAD = `# Lanyard configuration, form ${CONFIG_FORM}.
# "lanyard config plan FILE" says what applying it would change; "lanyard config apply FILE" does it.
# A part that is left out stays as it is. Things are known by their names, apps by platform and identifier.
# Kept on the server and in no file: passwords of LDAP connections, keys, tokens, passkeys, screenshots and packages of
# apps, and what the server is started with (addresses, database, mail server).
`;

/** In one order and one style, so that the same configuration is the same octets. */
export const writeYaml = (file: ConfigFile): string =>
  HEAD +
  stringify(file, { lineWidth: 0, aliasDuplicateObjects: false, defaultStringType: 'PLAIN', blockQuote: 'literal' });
