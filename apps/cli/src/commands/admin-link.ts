import { consoleActor } from '../console-actor.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

/** The way in that needs no card: for whoever stands at the console. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { ...installationOptions, upn: { type: 'string' } } });
  const { upn } = values;
  return withInstallation(values, async ({ directory, signin }) => {
    const person = upn === undefined ? null : await directory.personByUpn(upn);
    if (upn !== undefined && person === null) throw new Error(`nobody here has the User Principal Name ${upn}`);
    if (person !== null && person.state !== 'active') throw new Error(`${person.userName} is ${person.state}`);
    if (person !== null && (await directory.grantsOf(person.id)).length === 0)
      throw new Error(
        `${person.userName} has no role: give one first with "lanyard admin give ${person.userName} ROLE"`,
      );
    const { url, expiresAt } = await signin.adminLinks.make({ personId: person?.id ?? null }, consoleActor());
    const whom = person === null ? 'a new administrator' : person.displayName;
    process.stdout.write(`${url}\n`);
    process.stderr.write(`Good once, until ${expiresAt.toISOString()}, for ${whom}. It is in the audit log.\n`);
    return 0;
  });
}
