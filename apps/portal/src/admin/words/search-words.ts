import type { SearchHit } from '@lanyard/contract';

export const searchKindTitles: Readonly<Record<SearchHit['kind'], string>> = {
  person: 'Person',
  device: 'Device',
  certificate: 'Certificate',
  card: 'Smart card',
  credential: 'Credential',
  configuration: 'Configuration',
  group: 'User group',
};
