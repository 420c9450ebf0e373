import type { MailPreview, TextView } from '@lanyard/contract';
import { mailPreview, textFacts, textInput, textKind, textView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { nothing } from '../../../api/client.ts';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { NoSuchAdminScreen } from '../../frame/no-such-screen.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { FactList } from '../../parts/fact-list.tsx';
import type { Edited } from '../../parts/form/use-schema-form.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { LanguageChoice } from './language-choice.tsx';

const list = { title: 'Notifications', path: '/admin/notifications' };

/** One message in one language, with what may stand in it. */
export function TextScreen() {
  const kind = textKind.safeParse(useParam('kind'));
  const language = useParam('language');
  if (!kind.success) return <NoSuchAdminScreen />;
  const { title, description } = textFacts[kind.data];
  return (
    <>
      <ScreenHead title={title} of={list} />
      <p className="lead">{description}</p>
      <LanguageChoice kind={kind.data} language={language} />
      <Text key={language} path={pathOf('notices', 'texts', kind.data, language)} />
    </>
  );
}

function Text({ path }: { readonly path: string }) {
  const found = useQuery(adminQuery(textView, path));
  return (
    <Loaded query={found}>
      {(text) => (
        <>
          <Sheet title="What may stand in it">
            <FactList
              facts={text.placeholders.map(({ name, meaning, needed }) => ({
                title: `\${${name}}`,
                value: needed ? `${meaning}; must stay` : meaning,
              }))}
            />
          </Sheet>
          <TextForm key={path} path={path} text={text} />
          {!text.builtIn && <Reset path={path} text={text} />}
        </>
      )}
    </Loaded>
  );
}

interface TextProps {
  readonly path: string;
  readonly text: TextView;
}

function TextForm({ path, text }: TextProps) {
  const { history } = useRouter();
  const toast = useToast();
  const write = useWrite(textView, () => toast({ text: 'The text was saved.' }));
  const leave = (): void => history.push(list.path);
  return (
    <SchemaForm
      name="text"
      schema={textInput}
      from={editedOf(text)}
      readOnly={!useAllowed('settings.write')}
      save={(body, version) =>
        write.mutateAsync({ method: 'PUT', path, body, ...(version === undefined ? {} : { version }) })
      }
      onSaved={leave}
      onCancel={leave}
      reload={async () => editedOf(await adminCall(textView, 'GET', path))}
      preview={async (body) => mailWords(await adminCall(mailPreview, 'POST', `${path}/preview`, body))}
    />
  );
}

const editedOf = ({ subject, body, version }: TextView): Edited => ({ value: { subject, body }, version });

function mailWords({ to, subject, text }: MailPreview) {
  return (
    <>
      <p>People get it like this from now on; here for an example:</p>
      <FactList
        facts={[
          { title: 'To', value: to },
          { title: 'Subject', value: subject },
        ]}
      />
      <pre className="raw">{text}</pre>
    </>
  );
}

/** Back to what is built in. */
function Reset({ path, text }: TextProps) {
  const [asked, ask] = useState(false);
  const toast = useToast();
  const end = useWrite(nothing, () => {
    ask(false);
    toast({ text: 'The text is as built in again.' });
  });
  if (!useAllowed('settings.write')) return null;
  return (
    <p>
      <Button type="button" unstyled onClick={() => ask(true)}>
        Go back to the built-in text
      </Button>
      {asked && (
        <ConfirmAct
          title="Go back to the built-in text?"
          verb="Remove own text"
          busy={end.isPending}
          error={end.error}
          onConfirm={() => end.mutate({ method: 'DELETE', path, version: text.version })}
          onClose={() => ask(false)}
        >
          <p>Your text in this language is removed, and people are written to as built in.</p>
        </ConfirmAct>
      )}
    </p>
  );
}
