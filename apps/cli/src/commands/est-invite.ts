import { invitation, readOrder } from '../enrolment-order.ts';
import { withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const order = readOrder(argv, 'est');
  return withInstallation(order.values, async (contexts) => {
    const { id, name, secret, expiresAt } = await invitation(contexts, order);
    process.stdout.write(`${JSON.stringify({ id, url: contexts.urls.est, user: name, password: secret })}\n`);
    process.stderr.write(`The password is shown this once and good until ${expiresAt.toISOString()}.\n`);
    return 0;
  });
}
