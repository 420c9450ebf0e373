import { entry, type ErrorEntry } from './entry.ts';

/** Errors of the app catalog. */
export const appsErrors = {
  app_not_found: entry(
    'absent',
    'There is no such app, or it lies in a space that is not yours.',
    'Go back to the App Catalog.',
  ),
  app_name_taken: entry('conflict', 'Another app of this platform has this name.', 'Choose another name.'),
  app_identifier_taken: entry(
    'conflict',
    'An app with this identifier is in the App Catalog already.',
    'Open that app; a new package becomes a version of it.',
  ),
  app_not_restorable: entry('gone', 'This was not deleted, or its 30 days are over.', 'Add it anew.'),
  app_configuration_not_found: entry(
    'absent',
    'There is no such app configuration.',
    'Go back to the app and choose one of its app configurations.',
  ),
  app_configuration_name_taken: entry(
    'conflict',
    'Another configuration of this app has this name.',
    'Choose another name.',
  ),
  app_configuration_invalid: entry(
    'invalid',
    'The app could not work with this.',
    'Mend what is named below and save it again.',
  ),
  app_package_too_large: entry(
    'too_large',
    'The package is larger than this server accepts.',
    'Make it smaller, or have the operator raise the limit.',
  ),
  app_package_wrong_type: entry(
    'invalid',
    'This is neither an IPA nor an APK.',
    'Drop the file that the app’s maker gave you: it ends in .ipa or .apk.',
  ),
  app_package_damaged: entry(
    'invalid',
    'The package cannot be read.',
    'Get it from the app’s maker once more; it may have been cut off on the way.',
  ),
  app_package_unsafe: entry(
    'invalid',
    'The package is built to harm whoever opens it.',
    'Do not use it. Ask the app’s maker where it comes from.',
  ),
  app_package_incomplete: entry(
    'invalid',
    'The package does not say which app it is.',
    'Ask the app’s maker for a build with identifier and version.',
  ),
  app_upload_not_found: entry(
    'gone',
    'This upload was used already, or is older than a day.',
    'Upload the package again.',
  ),
  app_package_other_app: entry(
    'conflict',
    'This package is of another app.',
    'Choose a package with the identifier and platform of this app.',
  ),
  pairs_not_understood: entry(
    'invalid',
    'Nothing of this could be read as key-value pairs.',
    'Paste lines such as key=value, a JSON object, or the property list or XML of the other product.',
  ),
  app_upload_limit: entry(
    'limited',
    'You began as many uploads today as one person may.',
    'Finish those that you began, or ask another administrator.',
  ),
} as const satisfies Record<string, ErrorEntry>;
