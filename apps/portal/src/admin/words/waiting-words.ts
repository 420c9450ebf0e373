import type { Submitted } from '@lanyard/contract';
import { submitted } from '@lanyard/contract';

/** Of an act that may have to wait for a second person: that it does, where it does. */
export const isWaiting = (answer: object): answer is Submitted => 'approvalId' in answer;

export const waitingWords = 'The change waits for a second person, under Approvals.';

/** The question that whoever decides reads the answer to. */
export const whyAsked = 'Reason, for the second person';

/** The answer of an act that leaves nothing (204), or waits. */
export const nothingOrWaiting = {
  parse: (value: unknown): Submitted | null => (value === null ? null : submitted.parse(value)),
};

/** The reason as part of an address, for acts without a body. */
export const whyQuery = (reason: string): string => (reason === '' ? '' : `?${new URLSearchParams({ reason })}`);
