import type { PasskeyList, PasskeyView } from '@lanyard/contract';
import { Button, Label, TextInput } from '@trussworks/react-uswds';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { nothing, call } from '../../api/client.ts';
import { passkeysQuery } from '../../api/queries.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { DateText } from '../../parts/date.tsx';
import { PasskeyTrouble } from '../../parts/passkey-trouble.tsx';
import { addPasskey, browserHasPasskeys } from '../../state/passkey.ts';

/** The passkeys of an administrator; nothing at all for everybody else. */
export function PasskeysPart() {
  const passkeys = useQuery(passkeysQuery).data;
  if (passkeys === undefined || (passkeys.items.length === 0 && !mayEverAdd(passkeys))) return null;
  return (
    <section aria-labelledby="passkeys-heading">
      <h2 id="passkeys-heading">Your passkeys</h2>
      <p>They open the admin portal where your card is not at hand. Remove those that you do not know.</p>
      {passkeys.items.length > 0 && (
        <ul className="rows">
          {passkeys.items.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      <Adding mayAdd={passkeys.mayAdd} />
    </section>
  );
}

const mayEverAdd = ({ mayAdd }: PasskeyList): boolean => mayAdd === 'yes' || mayAdd === 'sign_in_with_card';

function Adding({ mayAdd }: { readonly mayAdd: PasskeyList['mayAdd'] }) {
  if (mayAdd === 'sign_in_with_card')
    return <p className="quiet">To add a passkey, sign out and sign in with your smart card.</p>;
  if (mayAdd !== 'yes') return null;
  return browserHasPasskeys() ? <AddForm /> : <p className="quiet">This browser has no passkeys; try another one.</p>;
}

function AddForm() {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: addPasskey,
    onSuccess: async () => {
      setName('');
      await client.invalidateQueries(passkeysQuery);
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!add.isPending) add.mutate(name.trim());
      }}
    >
      <Label htmlFor="passkey-name">Name of the new passkey</Label>
      <p className="quiet" id="passkey-name-help">
        Where it is: "security key", "work laptop".
      </p>
      <TextInput
        id="passkey-name"
        name="passkey-name"
        type="text"
        required
        maxLength={100}
        aria-describedby="passkey-name-help"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {add.isError && <PasskeyTrouble error={add.error} />}
      <div className="actions">
        <Button type="submit" aria-disabled={add.isPending}>
          Add a Passkey
        </Button>
      </div>
    </form>
  );
}

function PasskeyRow({ passkey: { id, name, createdAt, lastUsedAt, synced } }: { readonly passkey: PasskeyView }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => call(nothing, 'DELETE', `/api/passkeys/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries(passkeysQuery),
  });
  return (
    <li className="session">
      <div>
        <strong>{name}</strong>
        <p className="quiet">
          Added <DateText at={createdAt} />;{' '}
          {lastUsedAt === null ? (
            'never used'
          ) : (
            <>
              last used <DateText at={lastUsedAt} />
            </>
          )}
          {synced && '; copied to your other devices'}
        </p>
      </div>
      <Button type="button" outline className="button-small" onClick={() => setAsking(true)}>
        Remove<span className="usa-sr-only"> {name}</span>
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Remove the passkey "${name}"?`}
          confirm="Remove the Passkey"
          keep="Keep It"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>It will not sign you in any more. You can add it anew after signing in with your card.</p>
        </ConfirmDialog>
      )}
    </li>
  );
}
