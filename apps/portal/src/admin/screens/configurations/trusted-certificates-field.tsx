import { configurationPage } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { adminQuery } from '../../api/admin-query.ts';
import type { FieldProps } from '../../parts/form/form-context.ts';
import { LabelledSet } from '../../parts/form/labelled.tsx';
import { Loaded } from '../../parts/loaded.tsx';

/** Certificate configurations that a network or gateway is trusted by. */
export function TrustedCertificatesField(props: FieldProps) {
  const { value, onChange } = props;
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  const found = useQuery(adminQuery(configurationPage, 'configurations', { kind: 'certificate', limit: '200' }));
  return (
    <LabelledSet {...props}>
      <Loaded query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <p>
              There is none yet. <Link to="/admin/configurations/new/certificate">Add a Certificate</Link> first, then
              choose it here.
            </p>
          ) : (
            items.map(({ id, name }) => (
              <label key={id} className="tick tick--field">
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  onChange={(event) =>
                    onChange(event.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                  }
                />
                <span>{name}</span>
              </label>
            ))
          )
        }
      </Loaded>
    </LabelledSet>
  );
}
