import { invitation, readOrder } from '../enrolment-order.ts';
import { withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const order = readOrder(argv, 'scep');
  return withInstallation(order.values, async (contexts) => {
    const { id, name, secret, expiresAt } = await invitation(contexts, order);
    const url = `${contexts.urls.status}/scep/${order.order.authority}`;
    process.stdout.write(`${JSON.stringify({ id, url, challenge: `${name}-${secret}` })}\n`);
    process.stderr.write(`The challenge is shown this once and good until ${expiresAt.toISOString()}.\n`);
    return 0;
  });
}
