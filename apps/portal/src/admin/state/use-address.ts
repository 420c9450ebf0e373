import { useParams, useRouter, useRouterState } from '@tanstack/react-router';

/** A named part of the present path: `$id` of `/admin/people/$id`. */
export function useParam(name: string): string {
  const params: Readonly<Record<string, unknown>> = useParams({ strict: false });
  const value = params[name];
  if (typeof value !== 'string') throw new Error(`the address of this screen has no ${name}`);
  return value;
}

/**
 * What follows the question mark of the address, and a way to change some of it: `null` takes a field out.
 * The change is a new entry of the history unless it replaces the present one.
 */
export function useSearchFields() {
  const { history } = useRouter();
  const { pathname, searchStr } = useRouterState({ select: (state) => state.location });
  const fields: Readonly<Record<string, string>> = Object.fromEntries(new URLSearchParams(searchStr));
  const change = (patch: Readonly<Record<string, string | null>>, replace = false): void => {
    const next = new URLSearchParams(searchStr);
    for (const [key, value] of Object.entries(patch))
      if (value === null || value === '') next.delete(key);
      else next.set(key, value);
    const href = next.size === 0 ? pathname : `${pathname}?${next.toString()}`;
    if (replace) history.replace(href);
    else history.push(href);
  };
  return [fields, change] as const;
}
