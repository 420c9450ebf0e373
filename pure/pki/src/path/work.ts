/** Upper bounds of one validation, so that no input can make it slow. */
export interface PathLimits {
  /** Certificates between leaf and anchor, the leaf included. */
  readonly pathLength: number;
  /** Certificates in the bag, the fetched ones included. */
  readonly certificates: number;
  /** Public-key operations, those for CRLs and OCSP answers included. */
  readonly signatures: number;
  /** Candidate issuers looked at while building. */
  readonly candidates: number;
  /** Complete paths validated. */
  readonly paths: number;
  /** Policies, mappings and policy graph edges looked at. */
  readonly policyNodes: number;
  /** Names compared with constraints. */
  readonly nameComparisons: number;
  /** CRL and OCSP answers considered. */
  readonly statusChecks: number;
  /** Requests handed to the fetcher, of all kinds. */
  readonly fetches: number;
  /** Certificates, in a row, whose issuer was fetched. */
  readonly fetchDepth: number;
  /** Bytes of one fetched answer. */
  readonly fetchBytes: number;
  /** Milliseconds the fetcher may take for one answer. */
  readonly fetchMilliseconds: number;
}

export const defaultLimits: PathLimits = {
  pathLength: 16,
  certificates: 8192,
  signatures: 160,
  candidates: 4096,
  paths: 64,
  policyNodes: 65_536,
  nameComparisons: 262_144,
  statusChecks: 1024,
  fetches: 24,
  fetchDepth: 4,
  fetchBytes: 32 * 1024 * 1024,
  fetchMilliseconds: 10_000,
};

export type Effort =
  | 'certificates'
  | 'signatures'
  | 'candidates'
  | 'paths'
  | 'policyNodes'
  | 'nameComparisons'
  | 'statusChecks';

/** Left through the whole validation and turned into the refusal `work_limit` at its edge. */
export class WorkLimitReached extends Error {
  readonly effort: Effort;
  constructor(effort: Effort, limit: number) {
    super(`more than ${limit} ${effort} for one path`);
    this.effort = effort;
  }
}

/** Counts what one validation spends; shared with the paths of CRL issuers and OCSP responders inside it. */
export interface Work {
  readonly limits: PathLimits;
  readonly spent: Readonly<Record<Effort | 'fetches', number>>;
  /** @throws WorkLimitReached */
  spend(effort: Effort, amount?: number): void;
  /** False when no further request may be made; the search then goes on with what it has. */
  mayFetch(): boolean;
}

export function createWork(limits: Partial<PathLimits> = {}): Work {
  const bounds = { ...defaultLimits, ...limits };
  const spent = {
    certificates: 0,
    signatures: 0,
    candidates: 0,
    paths: 0,
    policyNodes: 0,
    nameComparisons: 0,
    statusChecks: 0,
    fetches: 0,
  };
  return {
    limits: bounds,
    spent,
    spend(effort, amount = 1) {
      spent[effort] += amount;
      if (spent[effort] > bounds[effort]) throw new WorkLimitReached(effort, bounds[effort]);
    },
    mayFetch() {
      if (spent.fetches >= bounds.fetches) return false;
      spent.fetches++;
      return true;
    },
  };
}
