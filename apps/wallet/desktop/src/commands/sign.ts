import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { toBase64, viewOf } from '@lanyard/pki';
import { usage } from '../arguments.ts';
import { writeAtomically } from '../atomic-write.ts';
import { unlockVault, type Command } from './command.ts';

/** Signs a file. The signature is DER (ECDSA) or PKCS#1 v1.5 (RSA), as `openssl dgst -verify` takes it. */
export const signCommand: Command = async (context) => {
  const { wallet, args, io } = context;
  const purpose = args.purpose ?? 'signing';
  if (purpose !== 'signing' && purpose !== 'authentication') throw usage('--purpose is signing or authentication.');
  if (args.input === undefined && args.secretsFromStdin.length > 0)
    throw usage('Standard input holds secrets: name the data with --in FILE.');
  const data = args.input === undefined ? await buffer(io.stdin) : await readFile(args.input);
  await unlockVault(context);
  const named = args.credential === undefined ? {} : { credentialId: args.credential };
  const signature = await wallet.sign({ purpose, ...named }, viewOf(data));
  if (args.output === undefined) io.out(`${toBase64(signature)}\n`);
  else await writeAtomically(args.output, signature);
};
