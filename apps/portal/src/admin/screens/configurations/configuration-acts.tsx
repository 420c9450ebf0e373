import type { ConfigurationView } from '@lanyard/contract';
import { audiencePreview, configurationView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { nothing } from '../../../api/client.ts';
import { adminCall, adminKey, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { AudiencePreviewWords } from '../../parts/audience-preview.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { configurationList } from './kind-words.ts';
import { ReferenceTable, referencesQuery } from './where-used.tsx';

interface ActsProps {
  readonly configuration: ConfigurationView;
}
interface QuestionProps extends ActsProps {
  readonly onClose: () => void;
}

export function ConfigurationActs({ configuration }: ActsProps) {
  const [asked, ask] = useState<'publish' | 'delete' | null>(null);
  const close = (): void => ask(null);
  return (
    <>
      {configuration.state !== 'published' && (
        <Button type="button" className="button-small" onClick={() => ask('publish')}>
          Publish
        </Button>
      )}
      <Button type="button" secondary className="button-small" onClick={() => ask('delete')}>
        Delete
      </Button>
      {asked === 'publish' && <PublishQuestion configuration={configuration} onClose={close} />}
      {asked === 'delete' && <DeleteQuestion configuration={configuration} onClose={close} />}
    </>
  );
}

/** Publishing what was saved says first which devices it reaches. */
function PublishQuestion({ configuration, onClose }: QuestionProps) {
  const { id, name, version } = configuration;
  const toast = useToast();
  const path = pathOf('configurations', id);
  const look = useQuery({
    queryKey: adminKey('configurations', id, 'publish', version),
    queryFn: () => adminCall(audiencePreview, 'POST', `${path}/preview`, contentOf(configuration)),
  });
  const publish = useWrite(configurationView, () => {
    onClose();
    toast({ text: `${name} is published. Devices get it at their next check-in.` });
  }, ['apps', 'lint', 'guide']);
  return (
    <ConfirmAct
      title={`Publish ${name}?`}
      verb="Publish"
      harmless
      busy={publish.isPending || look.data === undefined}
      error={publish.error}
      onConfirm={() => publish.mutate({ method: 'POST', path: `${path}/publish`, version })}
      onClose={onClose}
    >
      <Loaded query={look}>{(preview) => <AudiencePreviewWords noun="configuration" preview={preview} />}</Loaded>
    </ConfirmAct>
  );
}

const contentOf = ({ name, description, spaceId, allSpaces, audience, value }: ConfigurationView) => ({
  name,
  description,
  spaceId,
  allSpaces,
  audience,
  value,
});

/** Taken from every device; what still refers to it stands in the way, and is named. */
function DeleteQuestion({ configuration: { id, name, version }, onClose }: QuestionProps) {
  const { history } = useRouter();
  const toast = useToast();
  const path = pathOf('configurations', id);
  const uses = useQuery(referencesQuery(id));
  const look = useQuery({
    queryKey: adminKey('configurations', id, 'deletion', version),
    queryFn: () => adminCall(audiencePreview, 'POST', `${path}/preview-deletion`),
  });
  const back = useWrite(configurationView);
  const end = useWrite(nothing, () => {
    toast({
      text: `${name} was deleted. It can be brought back for 30 days.`,
      undo: () => back.mutateAsync({ method: 'POST', path: `${path}/restore` }),
    });
    history.push(configurationList.path);
  }, ['lint', 'guide']);
  const items = uses.data?.items ?? [];
  const inUse = items.length > 0;
  return (
    <ConfirmAct
      title={`Delete ${name}?`}
      verb="Delete configuration"
      {...((look.data?.loses.count ?? 0) > 10 ? { type: name } : {})}
      busy={end.isPending || uses.data === undefined || inUse}
      error={end.error}
      onConfirm={() => end.mutate({ method: 'DELETE', path, version })}
      onClose={onClose}
    >
      {inUse ? (
        <>
          <p>It cannot be deleted while something refers to it. Take it out of these first:</p>
          <ReferenceTable items={items} />
        </>
      ) : (
        <Loaded query={look}>{(preview) => <AudiencePreviewWords noun="configuration" preview={preview} />}</Loaded>
      )}
    </ConfirmAct>
  );
}
