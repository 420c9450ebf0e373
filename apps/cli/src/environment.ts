/** The one place that reads the environment. Flags of the command line win over it. */
export const environment = (
  flags: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string | undefined>> => ({
  ...process.env,
  ...Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined)),
});
