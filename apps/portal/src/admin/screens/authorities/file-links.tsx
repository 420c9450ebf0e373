/** Downloads of one thing in its two forms. @param path what follows `/api/admin/` */
export const FileLinks = ({ what, path }: { readonly what: string; readonly path: string }) => (
  <p>
    Download the {what}:{' '}
    <a href={`/api/admin/${path}?format=pem`} download>
      PEM
    </a>
    {', '}
    <a href={`/api/admin/${path}?format=der`} download>
      DER
    </a>
  </p>
);
