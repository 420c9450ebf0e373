import type { ProviderPreview, ProviderView } from '@lanyard/contract';
import { otherProviderInput, providerForms, providerPreview, providerView } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import type { z } from 'zod';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import type { Edited } from '../../parts/form/use-schema-form.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { numberWords } from '../../words/total-words.ts';

/** @param provider null for a new one, which is always another vendor's */
export function ProviderForm({ provider }: { readonly provider: ProviderView | null }) {
  const { history } = useRouter();
  const toast = useToast();
  const write = useWrite(providerView, ({ name }) => toast({ text: `${name} was saved.` }), ['guide', 'settings']);
  const path = provider === null ? 'providers' : pathOf('providers', provider.id);
  const schema: z.ZodType = provider === null ? otherProviderInput : providerForms[provider.kind];
  const leave = (): void => history.push('/admin/providers');
  return (
    <SchemaForm
      name="provider"
      schema={schema}
      readOnly={!useAllowed('providers.write')}
      verb={provider === null ? 'Add' : 'Save'}
      save={(body, version) =>
        write.mutateAsync({
          method: provider === null ? 'POST' : 'PUT',
          path,
          body,
          ...(version === undefined ? {} : { version }),
        })
      }
      onSaved={leave}
      onCancel={leave}
      {...(provider === null
        ? {}
        : {
            from: editedOf(provider),
            reload: async () => editedOf(await adminCall(providerView, 'GET', path)),
            preview: async (body: unknown) =>
              providerWords(await adminCall(providerPreview, 'POST', `${path}/preview`, body)),
          })}
    />
  );
}

const editedOf = ({ value, version }: ProviderView): Edited => ({ value, version });

/** What hangs on a provider when it is changed, turned off or deleted. */
export function providerWords({ sentences, settings, liveCredentials, openRequests }: ProviderPreview) {
  return (
    <>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <ul>
        <li>{settings.length === 0 ? 'No setting chooses it.' : `Settings that choose it: ${settings.join(', ')}.`}</li>
        <li>{numberWords(liveCredentials)} credentials of it are in use; they stay as they are.</li>
        <li>{numberWords(openRequests)} requests are open.</li>
      </ul>
    </>
  );
}
