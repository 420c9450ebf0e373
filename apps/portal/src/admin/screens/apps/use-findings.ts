import type { AppView } from '@lanyard/contract';
import { appConfigurationValue, findingView } from '@lanyard/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { z } from 'zod';
import { adminCall, adminKey, pathOf } from '../../api/admin-call.ts';
import { valueAt } from '../../parts/form/draft.ts';
import { useForm } from '../../parts/form/form-context.ts';
import { useSettled } from '../../state/use-settled.ts';

export type FoundHere = z.infer<typeof findingView>;
const findings = z.object({ findings: z.array(findingView) });
const none: readonly FoundHere[] = [];

/** What the draft of the form would be sent as, as far as it can be read: unfinished lines keep the rest from being judged. */
export function useValueOfDraft() {
  const { draft } = useForm();
  const read = appConfigurationValue.safeParse(valueAt(draft, ['value']));
  return read.success ? read.data : null;
}

/**
 * What the check says of what is typed, once typing rests; the last answer stays while a line is unfinished.
 * @param at fields below this one alone: `pairs.2`; the empty text for all
 */
export function useFindings(app: Pick<AppView, 'id'>, at: string): readonly FoundHere[] {
  const value = useValueOfDraft();
  const text = value === null ? '' : JSON.stringify(value);
  const [typed, type] = useSettled(text);
  useEffect(() => type(text), [text, type]);
  const found = useQuery({
    queryKey: adminKey('apps', app.id, 'check', typed.settled),
    queryFn: () =>
      adminCall(findings, 'POST', `${pathOf('apps', app.id)}/configurations/check`, JSON.parse(typed.settled)),
    enabled: typed.settled !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const all = found.data?.findings ?? none;
  return at === '' ? all : all.filter(({ field }) => field === at || field.startsWith(`${at}.`));
}
