import type { AppView } from '@lanyard/contract';
import { certificateTestInput, certificateTestResult } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { z } from 'zod';
import { adminCall } from '../../api/admin-call.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import type { Picked } from '../../parts/picker.tsx';
import { devicesSource, Picker } from '../../parts/picker.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { configurationsOf } from './app-configurations.tsx';
import { Decision } from './decision.tsx';

/** "Which certificate would this app show to https://… ?" */
export function CertificateTester({ app }: { readonly app: AppView }) {
  const found = useQuery(configurationsOf(app.id));
  return (
    <Loaded query={found}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="There is nothing to test yet">
            <p>Add an app configuration first; its rules say which certificate is shown where.</p>
          </EmptyState>
        ) : (
          <Tester configurations={items} />
        )
      }
    </Loaded>
  );
}

function Tester({
  configurations,
}: {
  readonly configurations: readonly { readonly id: string; readonly name: string }[];
}) {
  const [chosen, choose] = useState(configurations[0]?.id ?? '');
  const [address, setAddress] = useState('');
  const [devices, setDevices] = useState<readonly Picked[]>([]);
  const [missing, setMissing] = useState(false);
  const test = useMutation({
    mutationFn: (body: z.infer<typeof certificateTestInput>) =>
      adminCall(certificateTestResult, 'POST', 'apps/certificate-test', body),
  });
  /** What was found for another question does not stand below the present one. */
  const ask = (change: () => void): void => {
    change();
    test.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const device = devices[0] === undefined ? {} : { deviceId: devices[0].id };
    const body = certificateTestInput.safeParse({ appConfigurationId: chosen, address, ...device });
    setMissing(!body.success);
    if (body.success) test.mutate(body.data);
  };
  return (
    <>
      <form onSubmit={submit} className="schema-form" noValidate>
        <div className="field">
          <label className="usa-label" htmlFor="tester-configuration">
            App configuration
          </label>
          <select
            id="tester-configuration"
            className="usa-select"
            value={chosen}
            onChange={(event) => ask(() => choose(event.target.value))}
          >
            {configurations.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div className={missing ? 'field field--wrong' : 'field'}>
          <label className="usa-label" htmlFor="tester-address">
            Which certificate would this app show to
          </label>
          <p className="field__help" id="tester-help">
            An address as it would be opened: https://intranet.mycompany.com/hr
          </p>
          {missing && (
            <p className="field__error" role="alert">
              Write an address.
            </p>
          )}
          <input
            id="tester-address"
            className="usa-input"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            value={address}
            aria-describedby="tester-help"
            aria-invalid={missing}
            onChange={(event) => ask(() => setAddress(event.target.value))}
          />
        </div>
        <div className="field">
          <Picker
            label="On this device (optional)"
            source={devicesSource}
            picked={devices}
            onChange={(next) => ask(() => setDevices(next))}
            single
          />
        </div>
        <div className="actions">
          <Button type="submit" aria-disabled={test.isPending}>
            Test
          </Button>
        </div>
      </form>
      {test.isError && <Refusal error={test.error} />}
      <div role="status">{test.data !== undefined && <Decision result={test.data} />}</div>
    </>
  );
}
