import type { AppConfigurationView, AppView } from '@lanyard/contract';
import { appConfigurationContent, appConfigurationValue, emailPlusForm, prefilledPairs } from '@lanyard/contract';
import { z } from 'zod';
import { blankOf, withValue } from '../../parts/form/draft.ts';
import { fieldsOf } from '../../parts/form/field-node.ts';
import type { Edited } from '../../parts/form/schema-form.tsx';

const { name, description, audience } = appConfigurationContent.shape;
const { emailPlus, ...keys } = appConfigurationValue.shape;
const words = {
  title: 'What the app is told',
  description: 'It reaches the app when it starts. Never write a secret here.',
};

type FormOf = Pick<AppView, 'kind' | 'platform'>;

/** Email+ for iOS has a form of its own beside its keys; no other app has. */
const hasEmailForm = ({ kind, platform }: FormOf): boolean => kind === 'email-plus' && platform === 'ios';

/** The form of an app's configurations. */
export function appConfigurationForm(app: FormOf): z.ZodType {
  const own = emailPlusForm.meta({ title: 'Email+ Configuration', description: emailPlus.meta()?.description ?? '' });
  const value = hasEmailForm(app)
    ? z.strictObject({ emailPlus: own, ...keys }).meta(words)
    : z.strictObject(keys).meta(words);
  return z.strictObject({ name, description, value, audience });
}

/** A new one begins with the keys that nearly everybody writes for the app. */
export function newAppConfiguration(app: FormOf, schema: z.ZodType): Edited {
  const blank = blankOf(fieldsOf(schema));
  return { value: withValue(blank, ['value', 'pairs'], prefilledPairs(app.kind, app.platform, null)) };
}

export const editedAppConfiguration = (view: AppConfigurationView): Edited => ({
  value: { name: view.name, description: view.description, value: view.value, audience: view.audience },
  version: view.version,
});
