import type { BrandingSetting, NewAdministrator, RoleGrant, SettingKind } from '@lanyard/contract';
import type { Actor, Http, Jobs, Queryable, Tx } from '@lanyard/kernel';
import { addPerson } from './add-person.ts';
import { ANNOUNCE, announceEach, type Announcement } from './announce.ts';
import { CHANGE_APPROVALS, changeApprovals } from './approvals/change-approvals.ts';
import { type Approvals, createApprovals } from './approvals/create-approvals.ts';
import { directoryConfigured, type DirectoryConfigured } from './configured.ts';
import { addGroup, addToGroup, removeFromGroup } from './groups.ts';
import { administratorRoutes } from './http/administrator-routes.ts';
import { approvalRoutes } from './http/approval-routes.ts';
import { brandingRoutes, logoRoute } from './http/branding-routes.ts';
import { groupRoutes } from './http/group-routes.ts';
import { intakeRoutes } from './http/intake-routes.ts';
import { ldapRoutes } from './http/ldap-routes.ts';
import { peopleRoutes } from './http/people-routes.ts';
import { scimRoutes } from './http/scim-routes.ts';
import { settingRoutes } from './http/setting-routes.ts';
import { APPLY_INTAKE, applyIntake } from './intake/apply-intake.ts';
import { createIntakes, type Intakes } from './intake/console-import.ts';
import { sweepOldIntakes } from './intake/sweep.ts';
import { beginDueRuns } from './ldap/schedule.ts';
import { READ_LDAP, readRun, type ReadJob } from './ldap/sync.ts';
import type { Person, PersonInput, PersonState } from './person.ts';
import { findGroupIds } from './pg/group-ids.ts';
import { memberIds } from './pg/memberships.ts';
import { findGroupByName, listGroupRows, type GroupListRow, type GroupRecord } from './pg/group-list.ts';
import { findPerson, listPeople } from './pg/people.ts';
import { findGroupNames } from './pg/settings.ts';
import { type AdministratorRow, findNames, hasActiveAdministrator, listAdministrators } from './pg/roles.ts';
import type { DirectoryPorts } from './ports.ts';
import { addAdministrator } from './roles/add-administrator.ts';
import { CHANGE_ROLES, changeRoles } from './roles/change-roles.ts';
import type { Giver } from './roles/giver.ts';
import { grantsOf } from './roles/grants-of.ts';
import { putRoles, type RolesChange } from './roles/put-roles.ts';
import { CHANGE_TRUST, changeTrust } from './settings/change-setting.ts';
import { putSetting, type SettingInput } from './settings/put-setting.ts';
import { setPersonState } from './set-person-state.ts';
import { defaultOf, settingOf, settingsInForce, type Setting, type SettingInForce } from './settings/setting.ts';

export type { Act, Executor, Mandate, Submission } from './approvals/act.ts';
export type { AdministratorRow } from './pg/roles.ts';
export type { DirectoryConfigured } from './configured.ts';
export type { Approvals } from './approvals/create-approvals.ts';
export type { Giver } from './roles/giver.ts';
export type { RolesChange } from './roles/put-roles.ts';
export type { Person, PersonInput, PersonState } from './person.ts';
export type { ApprovalNotice, Belongings, CardJudgement, CardQuestion, CardsPort, DirectoryPorts } from './ports.ts';
export type { SettingInput } from './settings/put-setting.ts';
export type { Setting, SettingInForce } from './settings/setting.ts';

/** People, user groups and the settings that hold for them. Verbs that change something take the leader's transaction first. */
export interface Directory {
  personById(id: string, on?: Queryable): Promise<Person | null>;
  /** Whatever the case. */
  personByUpn(upn: string, on?: Queryable): Promise<Person | null>;
  /** Whatever the case. */
  personByUserName(userName: string, on?: Queryable): Promise<Person | null>;
  /** A page of people by user name. @param page `after` the last user name seen; `limit` rows at most */
  people(page: { readonly after?: string; readonly limit: number }): Promise<Person[]>;
  addPerson(tx: Tx, input: PersonInput, by?: Actor): Promise<Person>;
  setPersonState(tx: Tx, id: string, state: PersonState, by?: Actor): Promise<void>;
  addGroup(tx: Tx, name: string, by?: Actor): Promise<string>;
  /** Whatever the case. */
  groupByName(name: string, on?: Queryable): Promise<GroupRecord | null>;
  /** A page of groups by name. @param page `after` the id of the last one seen */
  groups(page: { readonly after?: string; readonly limit: number }): Promise<GroupListRow[]>;
  addToGroup(tx: Tx, groupId: string, personId: string, by?: Actor): Promise<void>;
  removeFromGroup(tx: Tx, groupId: string, personId: string, by?: Actor): Promise<void>;
  /** Ids of the groups of each person named. */
  groupsOf(personIds: readonly string[], on?: Queryable): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Ids of a group's members, in their order, after the one given. */
  membersOf(groupId: string, after: string | null, limit: number): Promise<readonly string[]>;
  /** Null when there is no such group. */
  groupName(groupId: string): Promise<string | null>;
  /** Names by id; of groups that are not there none. */
  groupNames(ids: readonly string[], on?: Queryable): Promise<ReadonlyMap<string, string>>;
  /** The setting that holds for a person. */
  setting<K extends SettingKind>(personId: string, kind: K, on?: Queryable): Promise<Setting<K>>;
  /** How the organisation shows itself to everybody. */
  branding(): Promise<BrandingSetting>;
  /** Every value of a kind in force for anybody, the default last. */
  settingsOf<K extends SettingKind>(kind: K, on?: Queryable): Promise<SettingInForce<K>[]>;
  putSetting(tx: Tx, input: SettingInput, by?: Actor): Promise<string>;
  /** What a person may do on the admin portal, and where. */
  grantsOf(personId: string, on?: Queryable): Promise<RoleGrant[]>;
  /** Display names by id; of those who are not there none. */
  namesOf(ids: readonly string[], on?: Queryable): Promise<ReadonlyMap<string, string>>;
  /** Whether anybody active may administer. */
  hasAdministrator(on?: Queryable): Promise<boolean>;
  /** Who has a role, by user name. */
  administrators(limit: number): Promise<AdministratorRow[]>;
  addAdministrator(tx: Tx, person: NewAdministrator, by: Actor, onlyFirst: boolean): Promise<Person>;
  putRoles(tx: Tx, change: RolesChange, giver: Giver): Promise<void>;
  /** For the configuration as a file. */
  readonly configured: DirectoryConfigured;
  /** Files of people. */
  readonly intakes: Intakes;
  /** Acts that may wait for a second person. */
  readonly approvals: Approvals;
  readonly routes: {
    /** /api/admin/administrators and /api/admin/approvals */
    administrators(app: Http): void;
    /** /api/admin/people, /groups, /intakes and /ldap */
    people(app: Http): void;
    /** /scim/v2 */
    scim(app: Http): void;
    /** /api/admin/settings, what holds for a person, and /api/admin/branding */
    settings(app: Http): void;
    /** The logo, on the portal's and on the wallet's interface. @param path below which it is */
    logo(app: Http, path: string): void;
  };
  /** Reads LDAP directories, applies intakes, and tells of many people at once. */
  work(jobs: Pick<Jobs, 'work' | 'schedule'>): Promise<void>;
}

const itself: Actor = { kind: 'system', part: 'directory' };

export function createDirectory(ports: DirectoryPorts): Directory {
  const { pool } = ports.db;
  const approvals = createApprovals(ports);
  approvals.on(CHANGE_ROLES, changeRoles(ports));
  approvals.on(CHANGE_APPROVALS, changeApprovals(ports));
  approvals.on(CHANGE_TRUST, changeTrust(ports));
  return {
    personById: (id, on = pool) => findPerson(on, { id }),
    personByUpn: (upn, on = pool) => findPerson(on, { upn }),
    personByUserName: (userName, on = pool) => findPerson(on, { userName }),
    people: ({ after = '', limit }) => listPeople(pool, after, limit),
    addPerson: (tx, input, by = itself) => addPerson(ports, tx, input, by),
    setPersonState: (tx, id, state, by = itself) => setPersonState(ports, tx, id, state, by),
    addGroup: (tx, name, by = itself) => addGroup(ports, tx, name, by),
    groupByName: (name, on = pool) => findGroupByName(on, name),
    groups: ({ after: afterId = null, limit }) => listGroupRows(pool, {}, { descending: false, afterId, limit }),
    addToGroup: (tx, groupId, personId, by = itself) => addToGroup(ports, tx, groupId, personId, by),
    removeFromGroup: (tx, groupId, personId, by = itself) => removeFromGroup(ports, tx, groupId, personId, by),
    groupsOf: (personIds, on = pool) => findGroupIds(on, personIds),
    membersOf: (groupId, after, limit) => memberIds(pool, groupId, after, limit),
    groupName: async (groupId) => (await findGroupNames(pool, [groupId]))[0]?.name ?? null,
    groupNames: async (ids, on = pool) => new Map((await findGroupNames(on, ids)).map(({ id, name }) => [id, name])),
    setting: (personId, kind, on = pool) => settingOf(on, personId, kind),
    branding: () => defaultOf(pool, 'branding'),
    settingsOf: (kind, on = pool) => settingsInForce(on, kind),
    putSetting: (tx, input, by = itself) => putSetting(ports, tx, input, by),
    grantsOf: (personId, on = pool) => grantsOf(on, personId),
    namesOf: (ids, on = pool) => findNames(on, ids),
    hasAdministrator: (on = pool) => hasActiveAdministrator(on),
    administrators: async (limit) => (await listAdministrators(pool, { limit })).rows,
    addAdministrator: (tx, person, by, onlyFirst) => addAdministrator(ports, tx, person, by, onlyFirst),
    putRoles: (tx, change, giver) => putRoles(ports, tx, change, giver),
    configured: directoryConfigured(ports),
    intakes: createIntakes(ports),
    approvals,
    routes: {
      administrators(app) {
        administratorRoutes(app, ports, approvals);
        approvalRoutes(app, ports, approvals);
      },
      people(app) {
        peopleRoutes(app, ports);
        groupRoutes(app, ports);
        intakeRoutes(app, ports);
        ldapRoutes(app, ports);
      },
      scim: (app) => scimRoutes(app, ports),
      settings(app) {
        settingRoutes(app, ports, approvals);
        brandingRoutes(app, ports);
      },
      logo: (app, path) => logoRoute(app, ports, path),
    },
    async work(jobs) {
      await jobs.work(APPLY_INTAKE, (job: { intakeId: string }) => applyIntake(ports, job));
      await jobs.work(ANNOUNCE, (job: Announcement) => announceEach(ports, job));
      await jobs.work(READ_LDAP, (job: ReadJob) => readRun(ports, job));
      await jobs.schedule('directory.ldap-due', '* * * * *', () => beginDueRuns(ports));
      await jobs.schedule('directory.sweep-intakes', '23 * * * *', () => sweepOldIntakes(ports));
    },
  };
}
