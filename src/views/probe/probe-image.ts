/** The probe's picture as a file: drawn as SVG, and as PNG from that. */
import type { ProbeResult } from '../../compute/protocol.ts';
import type { DatasetSummary } from '../../datasets/dataset.ts';
import type { FigureTheme } from '../../plots/draw/colours.ts';
import { captionLines } from '../../plots/draw/caption.ts';
import { decisionSvg } from './decision-picture.ts';
import { examplePixels } from '../figure/example-picture.ts';

const CELL = 96;
const COLUMNS = 8;

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function stripSvg(result: ProbeResult, data: DatasetSummary, theme: FigureTheme): string {
  const { strip } = result;
  const shape = data.shape;
  const cells = Array.from(strip.label, (label, i) => {
    const x = (i % COLUMNS) * CELL;
    const y = Math.floor(i / COLUMNS) * (CELL + 20);
    const right = strip.predicted[i] === label;
    const text = right ? data.classNames[label] : `${data.classNames[label]} → ${data.classNames[strip.predicted[i]]}`;
    let image = '';
    if (shape.kind === 'image') {
      const canvas = document.createElement('canvas');
      canvas.width = shape.width;
      canvas.height = shape.height;
      canvas.getContext('2d')?.putImageData(examplePixels(strip.x.subarray(i * data.inputs, (i + 1) * data.inputs), shape, data.scaling), 0, 0);
      image = `<image href="${canvas.toDataURL()}" x="${x}" y="${y}" width="${CELL - 8}" height="${CELL - 8}" style="image-rendering:pixelated"/>`;
    }
    return `${image}<text x="${x}" y="${y + CELL + 6}" font-family="sans-serif" font-size="13" fill="${right ? theme.ink : theme.naive}">${escapeXml(text)}</text>`;
  });
  const height = Math.ceil(strip.label.length / COLUMNS) * (CELL + 20);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${COLUMNS * CELL} ${height}" width="${COLUMNS * CELL}" height="${height}"><rect width="100%" height="100%" fill="${theme.paper}"/>${cells.join('')}</svg>`;
}

const LINE = 17;
/** Characters of 12 pixels that the narrowest picture, of 768 pixels, has room for. */
const WIDEST = 120;

/** The picture with lines of text under it: an image in a larger one. */
function withCaption(picture: string, caption: string, theme: FigureTheme): string {
  const lines = captionLines(caption, WIDEST);
  const [, width = '', height = ''] = /^<svg [^>]*? width="(\d+)" height="(\d+)"/.exec(picture) ?? [];
  if (lines.length === 0 || width === '') return picture;
  const whole = Number(height) + lines.length * LINE + 10;
  const text = lines.map(
    (line, i) =>
      `<text x="4" y="${Number(height) + (i + 1) * LINE}" font-family="sans-serif" font-size="12" fill="${theme.muted}">${escapeXml(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${whole}" width="${width}" height="${whole}"><rect width="100%" height="100%" fill="${theme.paper}"/>${picture}${text.join('')}</svg>`;
}

async function rasterise(svg: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 2 * image.width;
  canvas.height = 2 * image.height;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}

export interface ProbeLook {
  readonly theme: FigureTheme;
  /** Under the picture; '' for none. */
  readonly caption: string;
}

/** SVG as text. Throws where there is nothing to draw yet. */
export function probeSvg(result: ProbeResult | null, data: DatasetSummary | null, { theme, caption }: ProbeLook): string {
  if (result === null || data === null) throw new Error('There is no probe to draw yet.');
  return withCaption(decisionSvg(result, data.classes, theme) ?? stripSvg(result, data, theme), caption, theme);
}

/** A data URL. Rejects where there is nothing to draw yet. */
export async function probeImage(format: 'png' | 'svg', result: ProbeResult | null, data: DatasetSummary | null, look: ProbeLook): Promise<string> {
  const svg = probeSvg(result, data, look);
  return format === 'svg' ? `data:image/svg+xml,${encodeURIComponent(svg)}` : rasterise(svg);
}
