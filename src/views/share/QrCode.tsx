import encodeQR from 'qr';
import { PLAIN } from '../../ui/palette.ts';

/** Bytes that the largest code holds at its lowest correction. */
const MOST_BYTES = 2953;
/** Beyond this, codes are so fine that phones fail to read them from a slide. */
const READABLE_BYTES = 800;
const BORDER = 4;

/** The dark squares as one path. */
function pathOf(modules: readonly (readonly boolean[])[]): string {
  return modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
}

function Code({ text }: { text: string }) {
  const modules = encodeQR(text, 'raw', { ecc: text.length > READABLE_BYTES ? 'low' : 'medium', border: BORDER });
  return (
    <svg className="qr" role="img" aria-label="QR code of the link" viewBox={`0 0 ${modules.length} ${modules.length}`} shapeRendering="crispEdges">
      <rect width={modules.length} height={modules.length} fill={PLAIN.light} />
      <path d={pathOf(modules)} fill={PLAIN.dark} />
    </svg>
  );
}

/** The link as a code, drawn here; of one that is too long for a code, the link without results. */
export function QrCode({ link, short }: { link: string; short: string }) {
  const fits = (text: string): boolean => text !== '' && new TextEncoder().encode(text).length <= MOST_BYTES;
  if (fits(link)) return <Code text={link} />;
  if (!fits(short)) return <p className="quiet-text">The link is too long for a QR code.</p>;
  return (
    <>
      <p className="quiet-text">The link with its figures is too long for a QR code. This is the one without them.</p>
      <Code text={short} />
    </>
  );
}
