import type { AppView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { nothing } from '../../../api/client.ts';
import { pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FileField } from '../../parts/file-field.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';

/** Pictures of an app, as people see them in the catalog. */
export function Screenshots({ app: { id, name, screenshots } }: { readonly app: AppView }) {
  const toast = useToast();
  const mayWrite = useAllowed('apps.write');
  const add = useWrite(nothing, () => toast({ text: 'The screenshot was added.' }));
  const remove = useWrite(nothing, () => toast({ text: 'The screenshot was removed.' }));
  const path = pathOf('apps', id, 'screenshots');
  return (
    <>
      {screenshots.length === 0 && (
        <EmptyState title="No screenshot yet">
          <p>Pictures help people to see whether it is the app that they look for.</p>
        </EmptyState>
      )}
      <ul className="shots">
        {screenshots.map((each, index) => (
          <li key={each} className="shots__one">
            <img src={`/api/admin/${path}/${each}`} alt={`Screenshot ${index + 1} of ${name}`} />
            {mayWrite && (
              <Button
                type="button"
                unstyled
                onClick={() => remove.mutate({ method: 'DELETE', path: `${path}/${each}` })}
              >
                Remove<span className="usa-sr-only"> screenshot {index + 1}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayWrite && (
        <FileField
          id="screenshot"
          label="Add a screenshot"
          help="PNG or JPEG, up to 2 MiB."
          accept=".png,.jpg,.jpeg"
          busy={add.isPending}
          onFile={(file) =>
            add.mutate({ method: 'POST', path, body: file.slice(0, file.size, 'application/octet-stream') })
          }
        />
      )}
      {add.isError && <Refusal error={add.error} />}
      {remove.isError && <Refusal error={remove.error} />}
    </>
  );
}
