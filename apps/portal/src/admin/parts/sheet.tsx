import { useId } from 'react';
import type { ReactNode } from 'react';

/** A part of a screen under a heading of its own. */
export function Sheet(props: { readonly title: string; readonly wide?: boolean; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={props.wide === true ? 'sheet sheet--wide' : 'sheet'} aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </section>
  );
}
