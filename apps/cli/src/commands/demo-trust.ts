import { resolve } from 'node:path';
import { writeDemoRoot } from '@lanyard/server';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { ...installationOptions, out: { type: 'string', default: 'lanyard-demo-root.crt' } },
  });
  const path = resolve(values.out);
  return withInstallation(values, async (contexts) => {
    await writeDemoRoot(contexts, path);
    process.stdout.write(`The demo's root certificate: ${path} (also at ${contexts.urls.status}/ca/root.cer)

Trust it only on devices that you try Lanyard with: whoever holds this demo's data could pose as any web site to them.

iPhone, iPad   Send the file to the device (AirDrop, mail), open it, Settings > Profile Downloaded > Install,
               then Settings > General > About > Certificate Trust Settings: switch it on.
Android        Settings > Security > Encryption & credentials > Install a certificate > CA certificate.
Chromium       certutil -A -d sql:$HOME/.pki/nssdb -n "Lanyard demo" -t C,, -i ${path}
Firefox        Settings > Privacy & Security > Certificates > View Certificates > Authorities > Import.

The phone must reach this computer: start with --host NAME (a name that the phone resolves) and --listen 0.0.0.0.
`);
    return 0;
  });
}
