import { z } from 'zod';

/** The largest file that is taken, as text: a chain of some twenty certificates. */
export const MAX_CERTIFICATE_FILE = 48_000;

/** "Certificate": a CA certificate that devices and apps are to trust. One configuration for the root and for each of its chain. */
export const certificateConfiguration = z.strictObject({
  fileName: z.string().max(200).default('').meta({
    title: 'File name',
    description: 'The name of the file that was dropped, to find it again.',
  }),
  content: z.string().min(1).max(MAX_CERTIFICATE_FILE).meta({
    title: 'Certificate file',
    description: 'A root or chain certificate of a CA, as PEM, or as DER in base64. It is kept as PEM.',
  }),
});
export type CertificateConfiguration = z.infer<typeof certificateConfiguration>;
