import { Readable } from 'node:stream';

/** What of a reply this needs; its types of bodies are those of the JSON answer at the same address. */
interface CsvReply {
  type(contentType: string): unknown;
  header(name: string, value: string): unknown;
  send(payload: never): unknown;
}

/**
 * Answers with a CSV file as it is made, so that a long list never lies whole in memory.
 * @param fileName as the browser saves it, letters and dots only
 */
export function sendCsv<R extends CsvReply>(reply: R, fileName: string, lines: AsyncIterable<string>): R {
  reply.type('text/csv; charset=utf-8');
  reply.header('content-disposition', `attachment; filename="${fileName}"`);
  reply.header('vary', 'accept');
  reply.send(Readable.from(lines) as never); // sound: a stream is sent as it is, whatever schema the answer has
  return reply;
}
