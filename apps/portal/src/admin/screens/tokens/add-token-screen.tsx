import type { ApiTokenMade } from '@lanyard/contract';
import { adminPermissions, allows, apiTokenInput, apiTokenMade } from '@lanyard/contract';
import { Link, useRouter } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { SecretField } from '../../../parts/secret-field.tsx';
import { useWrite } from '../../api/use-write.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { permissionChoices } from '../../words/permission-words.ts';
import { useSession } from '../../state/use-session.ts';

/** Makes a token; what it is worth is shown this once and kept nowhere. */
export function AddTokenScreen() {
  const [made, setMade] = useState<ApiTokenMade | null>(null);
  return (
    <>
      <ScreenHead
        title={made === null ? 'Add an API token' : `${made.view.name} was made`}
        of={{ title: 'API tokens', path: '/admin/tokens' }}
      />
      {made === null ? <TokenForm onMade={setMade} /> : <Shown made={made} />}
    </>
  );
}

function TokenForm({ onMade }: { readonly onMade: (made: ApiTokenMade) => void }) {
  const { history } = useRouter();
  const { roles } = useSession();
  const make = useWrite(apiTokenMade);
  const schema = useMemo(() => apiTokenInput.extend({ scopes: scopesFor(roles) }), [roles]);
  return (
    <SchemaForm
      name="token"
      schema={schema}
      verb="Make token"
      save={(body) => make.mutateAsync({ method: 'POST', path: 'tokens', body })}
      onSaved={onMade}
      onCancel={() => history.push('/admin/tokens')}
    />
  );
}

/** Only what the person may do themselves is offered. */
function scopesFor(roles: readonly string[]) {
  const { title, description } = apiTokenInput.shape.scopes.meta() ?? {};
  return z
    .array(z.enum(adminPermissions.filter((permission) => allows(roles, permission))))
    .min(1)
    .meta({ title, description, options: permissionChoices });
}

function Shown({ made: { token } }: { readonly made: ApiTokenMade }) {
  return (
    <>
      <p className="lead">Copy it now into the program that uses it. It is not shown again and cannot be read back.</p>
      <SecretField label="Token" name="api-token" value={token} spell={false} />
      <p>
        The program sends it with every call as <code>Authorization: Bearer …</code>, to <code>/api/admin</code> and{' '}
        <code>/scim/v2</code>.
      </p>
      <p>
        <Link to="/admin/tokens" className="usa-button">
          Done
        </Link>
      </p>
    </>
  );
}
