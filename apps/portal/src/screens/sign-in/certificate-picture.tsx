interface Row {
  readonly name: string;
  readonly note: string;
  readonly right: boolean;
}

const rows: readonly Row[] = [
  { name: 'PIV Authentication', note: 'This one', right: true },
  { name: 'Digital Signature', note: 'For signing mail', right: false },
  { name: 'Key Management', note: 'For reading mail', right: false },
];

const top = 74;
const pitch = 58;

/** The certificate list of a browser, drawn, with the right line marked. */
export function CertificatePicture() {
  return (
    <figure className="picture">
      <svg viewBox="0 0 360 316" role="img" aria-labelledby="picture-title" className="picture__drawing">
        <title id="picture-title">
          A browser's list of certificates: PIV Authentication is the one to pick; Digital Signature and Key Management
          are not.
        </title>
        <rect className="picture__window" x="1" y="1" width="358" height="314" rx="10" />
        <text className="picture__title" x="22" y="36">
          Select a certificate
        </text>
        <path className="picture__rule" d="M1 56h358" />
        {rows.map((row, index) => (
          <Line key={row.name} row={row} y={top + index * pitch} />
        ))}
        <rect className="picture__button" x="254" y="266" width="84" height="32" rx="5" />
        <text className="picture__button-text" x="296" y="287" textAnchor="middle">
          OK
        </text>
        <rect className="picture__button picture__button--plain" x="158" y="266" width="84" height="32" rx="5" />
        <text className="picture__note" x="200" y="287" textAnchor="middle">
          Cancel
        </text>
      </svg>
      <figcaption>
        The list names your card's certificates. Your browser may draw it differently; the words are the same.
      </figcaption>
    </figure>
  );
}

function Line({ row, y }: { readonly row: Row; readonly y: number }) {
  return (
    <g className={row.right ? 'picture__line picture__line--right' : 'picture__line'}>
      <rect x="14" y={y} width="332" height="50" rx="6" />
      <text className="picture__name" x="58" y={y + 22}>
        {row.name}
      </text>
      <text className="picture__note" x="58" y={y + 40}>
        {row.note}
      </text>
      <circle cx="36" cy={y + 25} r="10" />
      <path d={row.right ? `M31.500 ${y + 25.5}l3.500 3.500 6-7` : `M32 ${y + 21}l8 8m0-8l-8 8`} />
    </g>
  );
}
