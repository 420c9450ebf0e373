import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from '../../scripts/debian-packages.mjs';
import { freePorts } from '../e2e/support/free-ports.ts';
import { until } from '../e2e/support/run-program.ts';
import { selfSigned } from '../e2e/support/self-signed.ts';

/** A website of nginx that lets nobody in without a certificate. */
export interface Site extends AsyncDisposable {
  readonly url: string;
}

/** @param authorities PEM: whose certificates it takes */
export async function nginx(within: string, authorities: string): Promise<Site> {
  const [folder, [port = 0]] = [join(within, 'site'), await freePorts(1)];
  mkdirSync(folder, { recursive: true });
  for (const readable of [within, folder]) chmodSync(readable, 0o755); // its workers are another user
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  await selfSigned({ key, certificate }, { name: 'localhost', extensions: ['subjectAltName=DNS:localhost'] });
  writeFileSync(join(folder, 'ca.pem'), authorities);
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port));
  const child = spawn(programPath('nginx') ?? 'nginx', ['-c', join(folder, 'nginx.conf'), '-e', 'stderr']);
  let said = '';
  child.stderr.on('data', (octets: Buffer) => (said += octets.toString()));
  const url = `https://localhost:${port}/`;
  await until('nginx answers', async () => said.includes('start worker processes') || child.exitCode !== null, 15);
  if (child.exitCode !== null) throw new Error(said);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
}

const configuration = (folder: string, port: number): string => `
  daemon off; pid ${folder}/pid; error_log stderr notice; worker_processes 1;
  events {}
  http {
    access_log off; default_type text/plain;
    client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fcgi;
    uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
    server {
      listen 127.0.0.1:${port} ssl; ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;
      ssl_client_certificate ${folder}/ca.pem; ssl_verify_client on; ssl_verify_depth 3;
      location / { return 200 "$ssl_client_verify $ssl_client_s_dn"; }
    }
  }`;
