/** A card on a lanyard; a ring of the ground's colour keeps it legible on any of them. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path className="logo__strap" d="M8 0l8 12L24 0" />
      <rect className="logo__card" x="3" y="11" width="26" height="20" rx="4" />
      <rect className="logo__slot" x="12" y="14" width="8" height="3" rx="1.5" />
      <path className="logo__tick" d="M9.500 24l4.500 4 8.500-8.500" />
    </svg>
  );
}
