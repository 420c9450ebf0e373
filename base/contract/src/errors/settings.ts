import { entry, type ErrorEntry } from './entry.ts';

/** Errors of User Settings, providers, texts and branding. */
export const settingsErrors = {
  pem_required: entry(
    'invalid',
    'PEM required: this file holds no certificate in PEM form.',
    'Ask for the file in PEM form, or turn it into PEM; it begins with "-----BEGIN CERTIFICATE-----".',
  ),
  pem_with_private_key: entry(
    'invalid',
    'This file holds a private key, which has no place here.',
    'Take the key out and choose a file with the CA certificates alone. If others could read the file, replace the key.',
  ),
  ca_certificate_refused: entry(
    'invalid',
    'A certificate of this file cannot be trusted.',
    'Mend what is named below, then choose the file again.',
  ),
  setting_contradiction: entry(
    'conflict',
    'This setting cannot work together with what else holds for these people.',
    'Mend what is named below, then save again.',
  ),
  setting_for_everybody: entry(
    'conflict',
    'This setting is one for everybody; user groups have none of their own.',
    'Edit the default.',
  ),
  setting_limit: entry(
    'conflict',
    'There are as many settings of this kind as there can be.',
    'Delete one that is not needed, or let one setting hold for several user groups.',
  ),
  provider_not_enabled: entry(
    'forbidden',
    'The provider of your derived credentials is not enabled.',
    'Ask your administrator to enable it.',
  ),
  provider_in_use: entry(
    'conflict',
    'Something still refers to this provider.',
    'Change what is named below, then delete the provider.',
  ),
  provider_built_in: entry(
    'conflict',
    'This provider belongs to the product and cannot be deleted.',
    'Turn it off instead.',
  ),
  logo_refused: entry(
    'invalid',
    'This picture cannot be the logo.',
    'Choose an SVG or PNG of up to 64 KiB and 1024 by 1024 pixels, without scripts and without links to other files.',
  ),
  text_placeholder_wrong: entry(
    'invalid',
    'The text names something that is not known for this message.',
    'Use only the placeholders that are listed beside it.',
  ),
  invitation_running: entry(
    'conflict',
    'Invitations to this user group are being sent already.',
    'Wait until they are done; the list of invitations shows it.',
  ),
  invitation_often: entry(
    'limited',
    'This person was invited three times within a day.',
    'Ask them to look among unwanted mail, and whether their address is right; tomorrow they can be invited again.',
  ),
  invitation_limit: entry(
    'limited',
    'You sent as many invitations as one person may in an hour.',
    'Invite a user group, which is one invitation, or wait an hour.',
  ),
} as const satisfies Record<string, ErrorEntry>;
