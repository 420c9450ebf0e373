import type { ApprovalAct, ApprovalsSetting } from '@lanyard/contract';
import type { Actor, Queryable, Tx } from '@lanyard/kernel';
import type { z } from 'zod';

/** An act that a setting may bind to a second person. */
export interface Act<I> {
  readonly act: ApprovalAct;
  /** Its input is kept as JSON until somebody decides, and read again before it is done. It holds no secret. */
  readonly input: z.ZodType<I>;
  /** What will be done, in one sentence, for who decides. */
  summary(input: I, on: Queryable): string | Promise<string>;
  /** Whether it needs a second person, where that is more than being named by the setting. */
  needed?(setting: ApprovalsSetting, input: I): boolean;
}

/** On whose behalf an act is done. */
export interface Mandate {
  /** For the audit log: who asked, and who approved where somebody had to. */
  readonly actor: Actor;
  /** Id of the person who asked. */
  readonly askedBy: string;
}

/** Does the act, in its own transaction: whatever is slow or needs a network goes through the outbox in it. */
export type Executor<I> = (tx: Tx, input: I, mandate: Mandate) => Promise<void>;

export interface Submission<I> {
  readonly input: I;
  readonly reason: string;
  readonly by: { readonly actor: Actor; readonly personId: string };
  /** Refuses at once what whoever asks may not, or what would be refused later anyway; changes nothing. */
  readonly check?: (tx: Tx) => Promise<void>;
}

/** An act as the register has it: its input is checked before anything is done with it. */
export interface KnownAct {
  run(tx: Tx, input: unknown, mandate: Mandate): Promise<void>;
}
