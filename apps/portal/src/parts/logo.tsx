/** A card on a lanyard: two straps that meet at the slot of an identity card. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path className="logo__strap" d="M7 -2L16 10L25 -2" />
      <rect className="logo__card" x="6" y="9" width="20" height="22" rx="3" />
      <path
        className="logo__print"
        d="M13 11.500h6v2h-6zM16 15.500a3.250 3.250 0 0 1 0 6.500a3.250 3.250 0 0 1 0 -6.500M9.500 28.500a6.500 5 0 0 1 13 0z"
      />
    </svg>
  );
}
