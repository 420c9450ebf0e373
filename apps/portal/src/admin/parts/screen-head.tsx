import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageHeading } from '../../parts/page-heading.tsx';

interface ScreenHeadProps {
  readonly title: string;
  /** The list that this is one of. */
  readonly of?: { readonly title: string; readonly path: string };
  /** What can be done here, beside the heading. */
  readonly acts?: ReactNode;
}

/** The top of a screen: where it belongs, its heading, what can be done. */
export function ScreenHead({ title, of, acts }: ScreenHeadProps) {
  return (
    <>
      {of !== undefined && (
        <p className="crumbs">
          <Link to={of.path} activeOptions={{ exact: true }}>
            {of.title}
          </Link>
        </p>
      )}
      <div className="head">
        <PageHeading>{title}</PageHeading>
        {acts !== undefined && <div className="head__acts">{acts}</div>}
      </div>
    </>
  );
}
