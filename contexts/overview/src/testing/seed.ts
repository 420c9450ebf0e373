import { executeSql, type Db } from '@lanyard/kernel';

export interface SeedCounts {
  readonly people: number;
  /** Each of somebody; the first of each person as long as there are people. */
  readonly devices: number;
  /** Three of each credential, as they are issued. */
  readonly certificates: number;
  readonly audit: number;
}

/** Rows of a statement. */
const BATCH = 50_000;

export interface SeedOptions extends SeedCounts {
  /** An authority that exists, or one to be made with no more than its name. */
  readonly authority: string;
  /** DER that every certificate has: lists read the subject out of it. */
  readonly der: Uint8Array;
  /** Everything happened before then, over three years. */
  readonly now: Date;
}

/** The n-th id of a kind, so that rows refer to each other without being looked up; marked as random (RFC 9562 §5.4). */
export const seededId = (kind: string, n: string | number): string =>
  `overlay(overlay(md5('${kind} ' || ${n}) placing '4' from 13) placing '8' from 17)::uuid`;

/**
 * Fills a database as years of use would, by a handful of statements.
 * People are called `person.000001` and so on, with devices `Phone 1`, and one in fifty of everything has ended.
 */
export async function seedInstallation(db: Db, options: SeedOptions): Promise<void> {
  const { people, devices, certificates, audit, authority, der, now } = options;
  const run = (text: string, values: readonly unknown[]) => executeSql(db.pool, text, values);
  /** The same for rows `from` to `to`, which stand in place of the series `1, $1`: no statement takes long. */
  const runMany = async (text: string, count: number, values: readonly unknown[]): Promise<void> => {
    for (let from = 1; from <= count; from += BATCH) {
      const range = `generate_series(${from}, least($1::int, ${from + BATCH - 1}))`;
      await run(text.replace('generate_series(1, $1::int)', range), [count, ...values]);
    }
  };
  const credentials = Math.ceil(certificates / 3);
  await runMany(
    `insert into directory.person (id, user_name, upn, email, display_name, given_name, surname, state, created_at, state_since)
      select ${seededId('person', 'n')}, name, name || '@agency.example', name || '@agency.example',
        'Given' || n % 97 || ' Surname' || n, 'Given' || n % 97, 'Surname' || n,
        case when n % 50 = 0 then 'terminated' else 'active' end, $2::timestamptz - n * interval '5 minutes', $2
      from (select n, 'person.' || lpad(n::text, 6, '0') as name from generate_series(1, $1::int) n) p`,
    people,
    [now],
  );
  await run(
    `insert into directory.user_group (id, name, created_at)
      select ${seededId('group', 'n')}, 'Group ' || n, $1 from generate_series(1, 50) n`,
    [now],
  );
  await runMany(
    `insert into directory.membership (person_id, group_id)
      select ${seededId('person', 'n')}, ${seededId('group', '(1 + n % 50)')} from generate_series(1, $1::int) n`,
    people,
    [],
  );
  await runMany(
    `insert into fleet.device (id, person_id, state, name, platform, os_version, model, wallet_version, installation_id,
        thumbprint, agreement_key, registered_at, last_check_in_at)
      select ${seededId('device', 'n')}, ${seededId('person', '(1 + (n - 1) % $2::int)')},
        case when n % 50 = 0 then 'lost' else 'active' end, 'Phone ' || n, (array['ios', 'android', 'ios', 'desktop'])[1 + n % 4],
        '17.' || n % 5, 'Model ' || n % 12, '1.0', ${seededId('installation', 'n')}, 'seed-' || n, '{}',
        $3::timestamptz - ((n % 1000) || ' days')::interval - (n || ' seconds')::interval,
        case when n % 20 <> 0 then $3::timestamptz - ((n % 60) || ' days')::interval end
      from generate_series(1, $1::int) n`,
    devices,
    [people, now],
  );
  await runMany(
    `insert into credentials.primary_credential (id, person_id, certificate, sha256, subject, issuer, serial, not_after,
        first_proved_at, last_proved_at, status, status_at)
      select ${seededId('primary', 'n')}, ${seededId('person', 'n')}, $3, md5('card ' || n), 'CN=Surname' || n, 'CN=Agency',
        md5('card serial ' || n), $2::timestamptz + ((n % 1000) || ' days')::interval, $2::timestamptz - interval '1 year',
        $2::timestamptz - (n || ' minutes')::interval, case when n % 100 = 0 then 'revoked' else 'good' end, $2
      from generate_series(1, $1::int) n`,
    people,
    [now, der],
  );
  const owner = `(1 + (n - 1) % $4::int % $2::int)`;
  const held = `(1 + (n - 1) % $4::int)`;
  await runMany(
    `insert into credentials.request (id, person_id, primary_id, name, provider, state, wrong_limit, with_registration,
        created_at, expires_at, deadline, device_id, credential_id)
      select ${seededId('request', 'n')}, ${seededId('person', owner)}, ${seededId('primary', owner)}, 'Derived credential',
        'lanyard', case when n % 10 = 0 then 'expired' else 'activated' end, 5, true, made, made + interval '10 minutes',
        case when n % 10 <> 0 then made + interval '1 day' end, ${seededId('device', held)},
        case when n % 10 <> 0 then ${seededId('credential', 'n')} end
      from (select n, $3::timestamptz - (n * 7919::bigint % $1 * 1095.0 / $1 || ' days')::interval as made
        from generate_series(1, $1::int) n) r`,
    credentials,
    [people, now, devices],
  );
  await runMany(
    `insert into credentials.credential (id, person_id, device_id, request_id, primary_id, provider, name, state, created_at,
        issued_at, expires_at)
      select ${seededId('credential', 'n')}, ${seededId('person', owner)}, ${seededId('device', held)},
        ${seededId('request', 'n')}, ${seededId('primary', owner)}, 'lanyard', 'Derived credential',
        case when n > $4 then 'replaced' when n % 50 = 0 then 'revoked' else 'active' end, made, made, made + interval '1095 days'
      from (select n, $3::timestamptz - (n * 7919::bigint % $1 * 1095.0 / $1 || ' days')::interval as made
        from generate_series(1, $1::int) n) r`,
    credentials,
    [people, now, devices],
  );
  await run(
    `insert into issuer.authority (id, kind, spki, sealed_key, created_at, line, active_from)
      values ($1, 'root', '\\x00', '\\x00', $2, $1, $2) on conflict do nothing`,
    [authority, now],
  );
  await runMany(
    `insert into issuer.certificate (id, authority_id, serial, reference, profile, state, spki_sha256, key_once, tbs, der,
        sha256, not_after, person_id, device_id, credential_id, reserved_at, lease_until, issued_at, revoked_at, revocation_reason)
      select ${seededId('certificate', 'n')}, $3, md5('serial ' || n), 'seed ' || n,
        (array['derived-authentication', 'signature', 'key-management'])[1 + n % 3], 'issued', '\\x00', false, '\\x00', $4,
        'seed ' || n, made + interval '1095 days', ${seededId('person', `(1 + (c - 1) % $6::int % $5::int)`)},
        ${seededId('device', `(1 + (c - 1) % $6::int)`)}, ${seededId('credential', 'c')}, made, made, made,
        case when c % 50 = 0 then $2::timestamptz end, case when c % 50 = 0 then 'superseded' end
      from (select n, (n + 2) / 3 as c, $2::timestamptz - (n * 1095.0 / $1 || ' days')::interval as made
        from generate_series(1, $1::int) n) r`,
    certificates,
    [now, authority, der, people, devices],
  );
  await runMany(
    `insert into kernel.audit (at, act, outcome, actor, person_id, device_id, object, details)
      select $3::timestamptz - (($1 - n) * 1095.0 / $1 || ' days')::interval,
        (array['session.opened', 'request.created', 'device.registered', 'credential.bound'])[1 + n % 4],
        case when n % 100 = 0 then 'refused' else 'done' end,
        jsonb_build_object('kind', 'person', 'personId', ${seededId('person', owner)}), ${seededId('person', owner)},
        ${seededId('device', `(1 + (n - 1) % $4::int)`)}, 'seed ' || n, '{}'
      from generate_series(1, $1::int) n`,
    audit,
    [people, now, devices],
  );
  for (const table of [
    'directory.person',
    'fleet.device',
    'credentials.request',
    'credentials.credential',
    'issuer.certificate',
    'kernel.audit',
  ])
    await run(`vacuum (analyze) ${table}`, []);
}
