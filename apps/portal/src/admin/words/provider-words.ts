import type { Provider } from '@lanyard/contract';
import { providerNames } from '@lanyard/contract';

/** Who makes derived credentials, as screens call them. */
export const providerTitles: Readonly<Record<Provider, string>> = providerNames;
