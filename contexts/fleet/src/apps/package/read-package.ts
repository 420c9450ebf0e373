import { LanyardError } from '@lanyard/kernel';
import type { PackageFacts } from './package-facts.ts';
import { openZip, type OpenedZip, type Source, type ZipLimits } from './open-zip.ts';
import { readApk } from './read-apk.ts';
import { readIpa } from './read-ipa.ts';

/**
 * Reads an IPA or APK, whichever it is by its content: the name of the file is not asked.
 * @throws LanyardError `app_package_wrong_type`, `app_package_damaged`, `app_package_unsafe`, `app_package_incomplete`
 */
export async function readPackage(source: Source, limits?: ZipLimits): Promise<PackageFacts> {
  const zip = await openZip(source, limits);
  try {
    return await read(zip);
  } catch (error) {
    // The readers of lists and XML speak of ranges and types: to whoever uploaded it that is damage.
    if (error instanceof LanyardError) throw error;
    if (error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError)
      throw new LanyardError('app_package_damaged', { why: error.message }, { cause: error });
    throw error;
  } finally {
    zip.close();
  }
}

function read(zip: OpenedZip): Promise<PackageFacts> {
  if (zip.names.includes('AndroidManifest.xml')) return readApk(zip);
  const info = zip.names.find((name) => /^Payload\/[^/]+\.app\/Info\.plist$/.test(name));
  if (info === undefined) throw new LanyardError('app_package_wrong_type');
  return readIpa(zip, info);
}
