import type { FieldProps, Renderers } from '../../parts/form/form-context.ts';
import { AudienceField, SpaceField } from '../../parts/scope-fields.tsx';

/** Fields of apps that are more than their schema says. */
export const appRenderers: Renderers = {
  audience: (props: FieldProps) => <AudienceField {...props} />,
  spaceId: (props: FieldProps) => <SpaceField {...props} />,
};
