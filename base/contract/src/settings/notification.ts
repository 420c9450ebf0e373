import { z } from 'zod';

/** A language as RFC 5646 writes it: `en`, `es`, `zh-Hant`. */
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/, 'is a language such as en or es');

/** How people are written to. */
export const notificationSetting = z.strictObject({
  language: language.default('en').meta({
    title: 'Language of messages',
    description: 'Texts of this language are sent where there are any, else English.',
  }),
});
export type NotificationSetting = z.infer<typeof notificationSetting>;
