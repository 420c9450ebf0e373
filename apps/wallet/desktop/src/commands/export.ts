import { fromBase64, toPem } from '@lanyard/pki';
import { usage } from '../arguments.ts';
import { writeAtomically } from '../atomic-write.ts';
import { unlockVault, type Command } from './command.ts';

const PURPOSES = ['authentication', 'signing', 'encryption', 'decryption'] as const;

/** Writes private key, certificate and chain as PEM into a file of the owner's alone, where policy allows it. */
export const exportCommand: Command = async (context) => {
  const { wallet, args, io } = context;
  const purpose = PURPOSES.find((known) => known === (args.purpose ?? 'authentication'));
  if (purpose === undefined) throw usage(`--purpose is one of ${PURPOSES.join(', ')}.`);
  if (args.output === undefined)
    throw usage('Name the file with --out FILE; a private key is not written to a terminal.');
  await unlockVault(context);
  const choice = args.credential === undefined ? { purpose } : { purpose, credentialId: args.credential };
  const { pkcs8, certificate, chain } = await wallet.exportKey(choice);
  const certificates = [certificate, ...chain].map((der) => toPem('CERTIFICATE', fromBase64(der)));
  await writeAtomically(args.output, [toPem('PRIVATE KEY', pkcs8), ...certificates].join(''));
  pkcs8.fill(0);
  io.say(`Written to ${args.output}. Whoever reads that file has the key.\n`);
};
