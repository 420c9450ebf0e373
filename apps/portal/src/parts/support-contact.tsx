import { useQuery } from '@tanstack/react-query';
import { factsQuery } from '../api/queries.ts';

/** Whom to ask, as the organisation said; nothing when it did not. */
export function SupportContact() {
  const support = useQuery({ ...factsQuery, enabled: false }).data?.branding?.support;
  if (!support || (support.email === null && support.phone === null && support.url === null)) return null;
  const { email, name, phone, url } = support;
  return (
    <p className="support">
      {name ?? 'Help desk'}: {phone !== null && <a href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{phone}</a>}{' '}
      {email !== null && <a href={`mailto:${email}`}>{email}</a>} {url !== null && <a href={url}>{url}</a>}
    </p>
  );
}
