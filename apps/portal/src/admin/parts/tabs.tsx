import { useId } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useSearchFields } from '../state/use-address.ts';

export interface Tab {
  readonly key: string;
  readonly title: string;
  readonly content: ReactNode;
}

/** Several views of one thing. Which is shown stands in the address (`tab`); the arrows walk between them. */
export function Tabs({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }) {
  const [address, change] = useSearchFields();
  const id = useId();
  const at = Math.max(
    0,
    tabs.findIndex(({ key }) => key === address['tab']),
  );
  const shown = tabs[at];
  const go = (index: number): void => {
    const tab = tabs[(index + tabs.length) % tabs.length];
    if (tab === undefined) return;
    // Filters of the list in the tab before do not hold in the next.
    change({ ...Object.fromEntries(Object.keys(address).map((key) => [key, null])), tab: tab.key }, true);
    document.getElementById(`${id}-${tab.key}`)?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label}>
        {tabs.map((tab, index) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            className="tabs__tab"
            aria-selected={index === at}
            aria-controls={`${id}-panel`}
            tabIndex={index === at ? 0 : -1}
            onKeyDown={press}
            onClick={() => go(index)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown?.key ?? ''}`} className="tabs__panel">
        {shown?.content}
      </div>
    </>
  );
}
