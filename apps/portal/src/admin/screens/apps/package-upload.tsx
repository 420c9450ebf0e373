import type { UploadView } from '@lanyard/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FactList } from '../../parts/fact-list.tsx';
import { FileField } from '../../parts/file-field.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { appPlatformTitles, sizeWords } from './app-words.ts';
import { uploadPackage } from './upload-package.ts';

/** Takes an IPA or APK: dropped or chosen, sent with progress, read at the server. */
export function PackageUpload({ onRead }: { readonly onRead: (upload: UploadView) => void }) {
  const [sent, setSent] = useState<{ readonly done: number; readonly all: number } | null>(null);
  const upload = useMutation({
    mutationFn: (file: File) => {
      setSent({ done: 0, all: file.size });
      return uploadPackage(file, (done) => setSent({ done, all: file.size }));
    },
    onSuccess: onRead,
    onSettled: () => setSent(null),
  });
  return (
    <>
      <FileField
        id="app-package"
        label="Choose File"
        help="An IPA (iOS) or APK (Android) file."
        accept=".ipa,.apk"
        busy={upload.isPending}
        onFile={(file) => upload.mutate(file)}
      />
      {sent !== null && (
        <ProgressBar
          title={sent.done === sent.all ? 'Reading the file, KiB' : 'Uploading, KiB'}
          done={Math.floor(sent.done / 1_024)}
          all={Math.ceil(sent.all / 1_024)}
        />
      )}
      {upload.isError && <Refusal error={upload.error} />}
    </>
  );
}

/** What the package says of itself. */
export function PackageFacts({ upload }: { readonly upload: UploadView }) {
  return (
    <FactList
      facts={[
        { title: 'Name', value: upload.name },
        { title: 'Identifier', value: upload.identifier },
        { title: 'Platform', value: appPlatformTitles[upload.platform] },
        { title: 'Version', value: `${upload.version} (${upload.build})` },
        { title: 'Needs at least', value: upload.minimumOs },
        { title: 'Size', value: sizeWords(upload.size) },
        { title: 'SHA-256', value: <code>{upload.sha256}</code> },
      ]}
    />
  );
}
