import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { oneAddress } from './one-address.ts';
import type { Mailer } from './ports.ts';

/** Writes each mail into a folder as an `.eml` file: for the demo, and for a site without a mail server. */
export function fileMailer(folder: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' }, { from });
  return {
    async send({ to, subject, text, messageId }) {
      const { message } = await transport.sendMail({ to: oneAddress(to), subject, text, messageId });
      if (!Buffer.isBuffer(message)) throw new Error('the mail was not composed');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, `${messageId.replace(/[^\w-]/g, '_')}.eml`);
      await writeFile(`${path}.part`, message, { mode: 0o600 });
      await rename(`${path}.part`, path);
    },
  };
}
