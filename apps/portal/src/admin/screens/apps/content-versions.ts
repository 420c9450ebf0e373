import { instant } from '@lanyard/contract';
import { z } from 'zod';
import { differences } from '../../parts/form/differences.ts';
import type { FieldNode } from '../../parts/form/field-node.ts';
import type { SavedVersion } from '../../parts/versions.tsx';

/** Versions of an app or an app configuration, newest first, with what somebody had written. */
export const contentVersions = z.object({
  items: z.array(
    z.object({
      number: z.number().int(),
      savedAt: instant,
      savedBy: z.string(),
      content: z.record(z.string(), z.unknown()),
    }),
  ),
});
type Listed = z.infer<typeof contentVersions>['items'][number];

/** Each with what differs from the one before it. */
export const versionsWith = (node: FieldNode, items: readonly Listed[]): readonly SavedVersion[] =>
  items.map((item, index) => {
    const before = items[index + 1];
    return { ...item, changes: before === undefined ? [] : differences(node, before.content, item.content) };
  });
