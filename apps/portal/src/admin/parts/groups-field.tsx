import type { FieldProps } from './form/form-context.ts';
import { IdsField } from './ids-field.tsx';
import { groupsSource } from './picker.tsx';

/** A field that holds ids of user groups. */
export const GroupsField = (props: FieldProps) => <IdsField {...props} source={groupsSource} />;
