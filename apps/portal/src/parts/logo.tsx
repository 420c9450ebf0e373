/** A card on a lanyard: two straps that meet at the clip, and below it the card with its chip. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path className="logo__strap" d="M6 -2L16 11L26 -2" />
      <path className="logo__card" d="M13 8h6v5h7a3 3 0 0 1 3 3v12a3 3 0 0 1 -3 3H6a3 3 0 0 1 -3 -3V16a3 3 0 0 1 3 -3h7z" />
      <path className="logo__print" d="M8 17.500h6v5H8zM17 17.500h7v2h-7zM17 21h5v2h-5zM8 26h16v2H8z" />
    </svg>
  );
}
