import type { AppView, Provider } from '@lanyard/contract';
import { appSupport, provider, providerNames } from '@lanyard/contract';
import { CheckList } from '../../parts/check-list.tsx';

/** Whose derived credentials an app can use on its platform, and why not the others'. */
export function ProviderMatrix({ app }: { readonly app: AppView }) {
  return (
    <CheckList
      label="Providers"
      checks={provider.options.map((each: Provider) => {
        const { supported, reason } = appSupport(each, app);
        return {
          key: each,
          title: providerNames[each],
          state: supported ? { word: 'Supported', tone: 'active' } : { word: 'Not supported', tone: 'ended' },
          why: reason,
          next: null,
          link: null,
        };
      })}
    />
  );
}
