import { encodeQR } from 'qr';
import { useMemo } from 'react';

/** Quiet zone of four modules (ISO/IEC 18004 §9.1), drawn here because a dark page would swallow it. */
const border = 4;

/** A QR code as one SVG path; always dark on white, which cameras read best. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const modules = useMemo(() => encodeQR(text, 'raw', { ecc: 'medium', border }), [text]);
  const size = modules.length;
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={darkPath(modules)} fill="#000" />
    </svg>
  );
}

const darkPath = (modules: readonly (readonly boolean[])[]): string =>
  modules.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
