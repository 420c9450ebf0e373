import type { Renderers } from '../../parts/form/form-context.ts';
import { GroupsField } from '../../parts/groups-field.tsx';
import { AccentField } from './accent-field.tsx';
import { AnchorsField } from './anchors-field.tsx';
import { LogoField } from './logo-field.tsx';

/** Fields of settings that are more than their schema says: groups are picked, certificates come from a file. */
export const settingRenderers: Renderers = {
  groups: (props) => <GroupsField {...props} />,
  accent: (props) => <AccentField {...props} />,
  logo: (props) => <LogoField {...props} />,
  anchors: (props) => <AnchorsField {...props} />,
  'value.anchors': (props) => <AnchorsField {...props} />,
  // They come with the file, and are counted there.
  intermediates: () => null,
  'value.intermediates': () => null,
};
