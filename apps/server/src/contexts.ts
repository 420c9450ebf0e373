import { generateKeyPair, nodeDigest, nodeVerifier, rsaTransport, softwareSigner } from '@lanyard/crypto';
import { createCredentials, type Credentials } from '@lanyard/credentials';
import type { ListedPerson } from '@lanyard/contract';
import { createDirectory, type Directory, type Person } from '@lanyard/directory';
import { createFleet, type Fleet } from '@lanyard/fleet';
import { createIssuer, type Issuer, type TokenKeys } from '@lanyard/issuer';
import { killAt, noFaults, type FaultPoint } from '@lanyard/kernel';
import { createNotices, fileMailer, smtpMailer, type Notices } from '@lanyard/notices';
import { createOverview, type Overview } from '@lanyard/overview';
import { createSignin, type Signin } from '@lanyard/signin';
import { join } from 'node:path';
import { belongingsOf } from './belongings.ts';
import { cardContent } from './card-content.ts';
import { behindCheckpoint } from './checkpoint-keeper.ts';
import type { Config } from './config.ts';
import { httpFetcher } from './http-fetcher.ts';
import { openInstallation, type Installation } from './installation.ts';
import { inviteesOf } from './invitees.ts';
import { letterheadOf } from './letterhead.ts';
import { judgeCards } from './judge-cards.ts';
import { overviewOthers } from './overview-others.ts';
import { httpsPostPush } from './post-push.ts';
import { openTokenKeys } from './token-keys.ts';
import { urlsOf, type Urls } from './urls.ts';

export interface Contexts {
  readonly directory: Directory;
  readonly issuer: Issuer;
  readonly fleet: Fleet;
  readonly credentials: Credentials;
  readonly signin: Signin;
  readonly notices: Notices;
  readonly overview: Overview;
}

/** An installation with its contexts wired: what every command and the server work on. */
export type OpenContexts = Installation & Contexts & { readonly urls: Urls; readonly checkpointFile: string };

export async function openContexts(config: Config, say?: (line: string) => void): Promise<OpenContexts> {
  const installation = await openInstallation(config, say);
  const urls = urlsOf(config);
  const tokenKeys = config.pkcs11 ? await openTokenKeys(config.pkcs11) : undefined;
  const close = async () => {
    await installation.close();
    await tokenKeys?.close();
  };
  return {
    ...installation,
    ...wire(installation, urls, tokenKeys),
    urls,
    checkpointFile: config.checkpointFile,
    close,
  };
}

const listedPersonOf = (person: Person | null): ListedPerson | null =>
  person && { id: person.id, userName: person.userName, displayName: person.displayName, state: person.state };

/** What contexts are wired with. */
interface Wiring {
  readonly installation: Installation;
  readonly urls: Urls;
  readonly tokenKeys: TokenKeys | undefined;
  readonly base: Pick<Installation, 'db' | 'clock' | 'random' | 'log'> & { readonly outbox: Installation['jobs'] };
  readonly fault: FaultPoint;
  /** Of those made later too: asked when a verb is called, never while they are made. */
  readonly all: () => Contexts;
  /** An older database keeps its issuer silent until "lanyard recover". */
  readonly isCurrent: () => Promise<boolean>;
}

/** The one place where contexts meet: each is handed the others' verbs, as the interfaces that it declared. */
function wire(installation: Installation, urls: Urls, tokenKeys: TokenKeys | undefined): Contexts {
  const { config, db, clock, random, jobs, log, auditKey } = installation;
  // A database that was not older never becomes it.
  let current = false;
  const isCurrent = async () =>
    (current ||=
      (await behindCheckpoint({ db, clock, auditKey, checkpointFile: config.checkpointFile, issuer })).length === 0);
  const wiring: Wiring = {
    installation,
    urls,
    tokenKeys,
    base: { db, clock, random, outbox: jobs, log },
    fault: config.fault ? killAt(config.fault) : noFaults,
    all: () => contexts,
    isCurrent,
  };
  const directory = directoryIn(wiring);
  const issuer = issuerIn(wiring, directory);
  const notices = noticesIn(wiring, directory);
  const fleet = fleetIn(wiring, { directory, notices });
  const credentials = credentialsIn(wiring, { directory, fleet, issuer, notices });
  const signin = signinIn(wiring, { credentials, directory, issuer, notices });
  const others = overviewOthers({ credentials, directory, fleet, issuer, signin }, async () => !(await isCurrent()));
  const overview = createOverview({ db, clock, others });
  const contexts: Contexts = { directory, issuer, fleet, credentials, signin, notices, overview };
  return contexts;
}

function directoryIn({ installation, base, all }: Wiring): Directory {
  return createDirectory({
    ...base,
    masterKey: installation.masterKey,
    enabledProviders: (on) => all().credentials.enabledProviders(on),
    hasOtherProvider: (id, on) => all().credentials.hasOtherProvider(id, on),
    cards: judgeCards(all),
    belongings: (personId) => belongingsOf(all(), personId),
    tell: (tx, notice) => all().notices.send(tx, notice),
    peopleIn: (spaces) => all().fleet.peopleIn(spaces),
    groupUses: async (groupId, on) =>
      (await all().fleet.audiencesNaming('userGroups', groupId, on)).map(({ kind, id, name }) => ({ kind, id, name })),
  });
}

function issuerIn(
  { installation, urls, tokenKeys, base, fault, all, isCurrent }: Wiring,
  directory: Directory,
): Issuer {
  const { config, masterKey } = installation;
  return createIssuer(
    {
      ...base,
      masterKey,
      fault,
      digest: nodeDigest,
      verifier: nodeVerifier,
      keys: { generate: generateKeyPair, signer: softwareSigner },
      tokenKeys,
      rsaTransport,
      mayEnrol: async (personId) => (await directory.personById(personId))?.state === 'active',
      frozen: async () => !(await isCurrent()),
      admin: {
        approvals: directory.approvals,
        person: async (id) => listedPersonOf(await directory.personById(id)),
        seesCredential: async (id, spaces) =>
          (await all().overview.choose('credentials', { ids: [id] }, { spaces, most: 1 })).length > 0,
        tellRecovered: (tx, personId, reason) =>
          all().notices.send(tx, { personId, kind: 'escrow.recovered', facts: { reason } }),
      },
    },
    {
      statusUrl: urls.status,
      crlDelta: config.crlExtras.delta,
      crlPartitions: config.crlExtras.partitions,
      ocspPresignHours: config.ocspPresignHours,
    },
  );
}

function noticesIn({ installation, urls, all }: Wiring, directory: Directory): Notices {
  const { config, db, clock, random, jobs } = installation;
  return createNotices(
    {
      db,
      clock,
      random,
      jobs,
      mailer: config.smtp
        ? smtpMailer(config.smtp.url, config.smtp.from)
        : fileMailer(join(config.dataFolder, 'mail'), `Lanyard <lanyard@${config.host}>`),
      recipient: async (personId) => {
        const person = await directory.personById(personId);
        return person && { ...person, language: (await directory.setting(personId, 'notification')).value.language };
      },
      letterhead: async () => letterheadOf(await directory.branding(), config.organisation),
      invitees: inviteesOf(all),
    },
    { organisation: config.organisation, portalUrl: urls.portal },
  );
}

function fleetIn(
  { installation, urls, base, all }: Wiring,
  { directory, notices }: Pick<Contexts, 'directory' | 'notices'>,
): Fleet {
  const { config, log, masterKey } = installation;
  return createFleet(
    {
      ...base,
      directory,
      notices,
      masterKey,
      postPush: httpsPostPush({ log, proxy: config.pushProxy }),
      credentials: {
        forDevice: (deviceId, personId) => all().credentials.forDevice(deviceId, personId),
        endDevice: (tx, device, end, by) => all().credentials.endDevice(tx, device, end, by),
      },
    },
    {
      deviceOrigins: urls.wallets,
      organisation: config.organisation,
      demo: config.demo,
      portalUrl: urls.portal,
      walletUrl: urls.wallet,
      ...(config.appPackageBytes === undefined ? {} : { appPackageBytes: config.appPackageBytes }),
    },
  );
}

function credentialsIn(
  { urls, base, fault, all }: Wiring,
  { directory, fleet, issuer, notices }: Pick<Contexts, 'directory' | 'fleet' | 'issuer' | 'notices'>,
): Credentials {
  return createCredentials(
    {
      ...base,
      directory,
      fleet,
      issuer,
      cardContent: cardContent(issuer),
      notices,
      approvals: directory.approvals,
      chosen: (area, choice, limits) => all().overview.choose(area, choice, limits),
      fault,
      verifier: nodeVerifier,
      primaryStatus: (certificate) => all().signin.primaryStatus(certificate),
    },
    { walletUrl: urls.wallet },
  );
}

function signinIn(
  { installation, urls, base }: Wiring,
  { credentials, directory, issuer, notices }: Pick<Contexts, 'credentials' | 'directory' | 'issuer' | 'notices'>,
): Signin {
  const { config, log, masterKey } = installation;
  const allowedHosts = [new URL(urls.status).host, ...config.statusHosts];
  return createSignin(
    {
      ...base,
      masterKey,
      directory,
      branding: () => directory.branding(),
      issuer,
      primaries: credentials,
      approvals: directory.approvals,
      notices,
      verifier: nodeVerifier,
      digest: nodeDigest,
      fetcher: httpFetcher({ allowedHosts, onRefused: (url, why) => log.warn({ url, why }, 'status not fetched') }),
    },
    {
      portalOrigins: urls.portals,
      cardHosts: urls.cardHosts,
      walletUrl: urls.wallet,
      organisation: config.organisation,
      ...(config.statusHosts.length > 0 || config.demo ? { statusHosts: allowedHosts } : {}),
      proxy: config.proxy,
    },
  );
}
