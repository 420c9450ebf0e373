import {
  certificateChoice,
  certificateTestInput,
  certificateTestResult,
  choicesQuery,
  parsedPairs,
  parsePairsInput,
} from '@lanyard/contract';
import { adminOf, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { certificateChoices } from '../../apps/certificate-choices.ts';
import { deviceFacts } from '../../apps/device-facts.ts';
import { parsePairs } from '../../apps/parse-pairs/parse-pairs.ts';
import { decideCertificate } from '../../apps/decide-certificate.ts';
import type { FleetParts } from '../../ports.ts';
import { BASE, read, seenApp, seenAppConfiguration } from './seen.ts';

/** What helps to write an app configuration: none of these changes anything. */
export function toolRoutes(parts: FleetParts, app: Http): void {
  const { pool } = parts.db;
  const tested = { config: read, schema: { body: certificateTestInput, response: { 200: certificateTestResult } } };
  app.post(`${BASE}/certificate-test`, tested, async (request) => {
    const { appConfigurationId, address, deviceId } = request.body;
    const { row } = await seenAppConfiguration(parts, request, appConfigurationId);
    const facts = deviceId === undefined ? null : await deviceFacts(parts, deviceId, adminOf(request));
    const device = facts && { spaceId: facts.device.spaceId, credentials: facts.has.credentials };
    const { tried, ...decision } = await decideCertificate(pool, row.value, address, device ?? undefined);
    return { ...decision, tried: [...tried] };
  });
  const parsed = {
    config: read,
    bodyLimit: 131_072,
    schema: { body: parsePairsInput, response: { 200: parsedPairs } },
  };
  app.post(`${BASE}/parse-pairs`, parsed, ({ body }) => parsePairs(body));
  const choices = z.strictObject({ items: z.array(certificateChoice) });
  const offered = { config: read, schema: { querystring: choicesQuery, response: { 200: choices } } };
  app.get(`${BASE}/choices`, offered, async (request) => {
    const row = await seenApp(parts, request, request.query.appId);
    return { items: await certificateChoices(pool, row, request.query.key ?? null) };
  });
}
