import { createTransport } from 'nodemailer';
import { oneAddress } from './one-address.ts';
import type { Mailer } from './ports.ts';

/**
 * @param url `smtp://user:password@host:port` or `smtps://…`
 * @param from the sender's address
 */
export function smtpMailer(url: string, from: string): Mailer {
  const bounded = new URL(url);
  for (const [name, ms] of [
    ['connectionTimeout', '10000'],
    ['socketTimeout', '20000'],
  ] as const)
    if (!bounded.searchParams.has(name)) bounded.searchParams.set(name, ms);
  const transport = createTransport(bounded.href, { from });
  return {
    async send({ to, subject, text, messageId }) {
      await transport.sendMail({
        to: oneAddress(to),
        subject,
        text,
        messageId,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
  };
}
