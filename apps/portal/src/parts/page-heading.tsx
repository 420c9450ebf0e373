import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { factsQuery } from '../api/queries.ts';

let firstPage = true;

/**
 * The heading of a screen. It names the document and, after the first page, takes the focus: a screen reader reads
 * where the person has come to, and the keyboard starts there.
 */
export function PageHeading({ children }: { readonly children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const organisation = useQuery(factsQuery).data?.organisation;
  useEffect(() => {
    if (!firstPage) heading.current?.focus();
    firstPage = false;
  }, []);
  useEffect(() => {
    document.title = [children, organisation ?? 'Derived credentials'].join(' – ');
  }, [children, organisation]);
  return (
    <h1 ref={heading} tabIndex={-1} className="page-heading">
      {children}
    </h1>
  );
}
