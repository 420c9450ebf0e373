import type { KeptLogo } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import type { Part } from '../part.ts';

/** Pictures that branding names. One that nothing names any more stays where it is. */
export const logos: Part<KeptLogo> = {
  name: 'logos',
  async read({ directory, tx }) {
    const settings = await directory.settingsOf('branding', tx);
    const hashes = [...new Set(settings.flatMap(({ value }) => value.logo ?? []))].toSorted();
    const found: KeptLogo[] = [];
    for (const sha256 of hashes) {
      const logo = await directory.configured.logo(tx, sha256);
      if (logo !== null) found.push({ sha256, content: logo.octets.toString('base64') });
    }
    return { file: { logos: found }, rows: found.map(({ sha256 }) => [sha256, { id: sha256, version: 0 }]) };
  },
  items: ({ logos: all }) =>
    all?.map((value, i) => ({ key: value.sha256, name: value.sha256, value, path: ['logos', i] })) ?? null,
  async put({ directory, tx, by }, { sha256, content }) {
    const kept = await directory.configured.keepLogo(tx, Buffer.from(content, 'base64'), by);
    if (kept.sha256 !== sha256)
      throw new LanyardError('config_file_refused', { why: `The picture has the SHA-256 ${kept.sha256}.` });
    return sha256;
  },
};
