/** Shown while an answer is under way; said aloud only politely. */
export function Waiting({ children }: { readonly children: string }) {
  return (
    <p role="status" className="waiting">
      <span className="waiting__dot" aria-hidden="true" />
      {children}
    </p>
  );
}
