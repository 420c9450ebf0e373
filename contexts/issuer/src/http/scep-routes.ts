import { type Http, LanyardError } from '@lanyard/kernel';
import { fromBase64, PkiError } from '@lanyard/pki';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { MAX_SCEP_OCTETS } from '../scep/read-message.ts';
import type { ScepCall } from '../scep/scep-call.ts';
import type { ScepService } from '../scep/scep-service.ts';

const params = z.object({ authority: z.string().regex(/^[a-z0-9-]{1,32}$/) });
const querystring = z.object({
  operation: z.string().max(32),
  message: z
    .string()
    .max(MAX_SCEP_OCTETS * 2)
    .optional(),
});
/** Messages carry their own proof. */
const open = { permission: 'public' } as const;
/** Some clients fix the last part of the address. */
const PATHS = ['/scep/:authority', '/scep/:authority/pkiclient.exe'];

/** The Simple Certificate Enrolment Protocol (RFC 8894) over plain http: its messages are signed and encrypted. */
export function scepRoutes(scep: ScepService): (app: Http) => void {
  return (app) => {
    void app.register((scope: Http, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_SCEP_OCTETS }, (_request, body, parsed) =>
        parsed(null, body),
      );
      for (const path of PATHS) {
        scope.get(path, { schema: { params, querystring }, config: open }, async (request, reply) =>
          get(scep, request.query, callOf(request, request.params.authority), reply),
        );
        scope.post(
          path,
          { schema: { params, querystring }, config: open, bodyLimit: MAX_SCEP_OCTETS },
          async (request, reply) => {
            if (request.query.operation !== 'PKIOperation') throw unknownOperation();
            if (!Buffer.isBuffer(request.body))
              throw new LanyardError('input_invalid', { reason: 'expected application/x-pki-message' });
            return sendReply(reply, await scep.operation(callOf(request, request.params.authority), request.body));
          },
        );
      }
      done();
    });
  };
}

async function get(
  scep: ScepService,
  { operation, message }: z.infer<typeof querystring>,
  call: ScepCall,
  reply: FastifyReply,
): Promise<FastifyReply> {
  void reply.header('cache-control', 'no-store');
  switch (operation) {
    case 'GetCACaps':
      return reply.type('text/plain').send(scep.capabilities());
    case 'GetCACert':
      return reply.type('application/x-x509-ca-ra-cert').send(Buffer.from(await scep.certificates(call.authority)));
    case 'PKIOperation':
      return sendReply(reply, await scep.operation(call, readMessage(message)));
    default:
      throw unknownOperation();
  }
}

const callOf = (request: FastifyRequest, authority: string): ScepCall => ({
  authority,
  source: request.ip,
  correlationId: request.id,
});

const sendReply = (reply: FastifyReply, message: Uint8Array): FastifyReply =>
  reply.header('cache-control', 'no-store').type('application/x-pki-message').send(Buffer.from(message));

const unknownOperation = (): LanyardError =>
  new LanyardError('input_invalid', { reason: 'operation is GetCACaps, GetCACert or PKIOperation' });

/** Base64 in the address; a plus sign that was not escaped arrives as a space. */
function readMessage(text: string | undefined): Uint8Array {
  try {
    return fromBase64((text ?? '').replaceAll(' ', '+').replace(/[\r\n]/g, ''));
  } catch (cause) {
    if (cause instanceof PkiError)
      throw new LanyardError('input_invalid', { reason: 'message is not base64' }, { cause });
    throw cause;
  }
}
