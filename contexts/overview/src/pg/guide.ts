import type { AppKind, Platform } from '@lanyard/contract';
import type { Db, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import { countList } from './walk-list.ts';

export interface PublishedConfiguration {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** all, none or chosen. */
  readonly audience: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Of the kinds that a set-up needs; there are hundreds at the most. */
export async function publishedConfigurations(
  on: Queryable,
  kinds: readonly string[],
): Promise<PublishedConfiguration[]> {
  const { rows } = await sql<PublishedConfiguration>`select id, kind, name, audience ->> 'to' as audience, value
    from fleet.overview_published_configuration where kind = any(${kinds}) order by lower(name) limit 1000`.execute(on);
  return rows;
}

export interface CatalogApp {
  readonly id: string;
  readonly kind: AppKind;
  readonly name: string;
  readonly app_connect: boolean;
  /** Certificate keys of its app configurations. */
  readonly certificates: number;
}

export async function catalogApps(on: Queryable, platform: Platform): Promise<CatalogApp[]> {
  const { rows } = await sql<CatalogApp>`select a.id, a.kind, a.name, a.app_connect,
      (select coalesce(sum(jsonb_array_length(coalesce(c.value -> 'certificates', '[]'))), 0)::int
        from fleet.overview_app_configuration c where c.app_id = a.id) as certificates
    from fleet.overview_app a where a.platform = ${platform} order by lower(a.name) limit 1000`.execute(on);
  return rows;
}

const onDevices = sql`credentials.overview_credential c join fleet.overview_device d on d.id = c.device_id`;
const activeOnIos = sql`c.state = 'active' and d.state = 'active' and d.platform = 'ios'`;

/** Whether there is an iOS device with a credential that works: before that, nothing has reached any. */
export async function anyIosCredential(on: Queryable): Promise<boolean> {
  const { rows } = await sql`select 1 from ${onDevices} where ${activeOnIos} limit 1`.execute(on);
  return rows.length > 0;
}

/** iOS devices with a credential that works and without the web clip. @returns null where counting takes too long */
export function devicesWithoutClip(db: Db): Promise<{ count: number; atLeast: boolean } | null> {
  return countList(db, { from: onDevices }, [
    activeOnIos,
    sql`not exists (select from fleet.overview_delivery v where v.device_id = d.id and v.kind = 'app_catalog'
      and v.state in ('sent', 'applied'))`,
  ]);
}

export interface People {
  readonly some: boolean;
  /** Mail that waits since. */
  readonly mail_since: Date | null;
  readonly mail_sent: boolean;
}

export async function peopleAndMail(on: Queryable): Promise<People> {
  const { rows } =
    await sql<People>`select exists (select from directory.overview_person where state = 'active') as some,
    (select min(created_at) from notices.overview_notice where delivered_at is null) as mail_since,
    exists (select from notices.overview_notice where delivered_at is not null) as mail_sent`.execute(on);
  return rows[0] ?? { some: false, mail_since: null, mail_sent: false };
}
