/** Words of the organisation itself, line for line as they were written; nothing when there are none. */
export function OwnWords({ children }: { readonly children: string | undefined }) {
  if (children === undefined || children.trim() === '') return null;
  return <p className="own-words">{children}</p>;
}
