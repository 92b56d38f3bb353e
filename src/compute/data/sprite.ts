/** The mirror's sprite: a grey PNG of 65,000 rows, each one image of 784 pixels. Decoded in the worker, in strips. */
import { badFile } from '../../base/bad-file.ts';
import { RidgelineError } from '../../base/errors.ts';
import type { JobOptions } from '../../base/job.ts';
import { yieldToEventLoop } from '../../base/job.ts';

export type SpriteDecoder = (png: Uint8Array, file: string, options: JobOptions) => Promise<Uint8Array>;

const WIDTH = 784;
const ROWS = 65_000;
const STRIP_ROWS = 2500;
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Pixels [65000, 784], one byte each.
 *
 * @throws RidgelineError 'bad-file' where it is no PNG of that size or cannot be decoded; 'unsupported' without OffscreenCanvas.
 */
export async function decodeSprite(png: Uint8Array, file: string, options: JobOptions): Promise<Uint8Array> {
  checkPngHeader(png, file);
  if (typeof OffscreenCanvas === 'undefined' || typeof createImageBitmap === 'undefined') {
    throw new RidgelineError(
      'unsupported',
      'This browser cannot decode pictures in a worker, so the mirror cannot be read. Drop the MNIST files instead.',
    );
  }
  const context = new OffscreenCanvas(WIDTH, STRIP_ROWS).getContext('2d', { willReadFrequently: true });
  if (context === null)
    throw new RidgelineError('unsupported', 'This browser gave no 2-D canvas to decode the mirror with. Drop the MNIST files instead.');
  const bitmap = await createImageBitmap(new Blob([png.slice()], { type: 'image/png' }), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch((error: unknown) => {
    throw badFile(file, '', `cannot be decoded as a PNG (${error instanceof Error ? error.message : 'unknown reason'}).`);
  });
  try {
    const pixels = new Uint8Array(WIDTH * ROWS);
    for (let row = 0; row < ROWS; row += STRIP_ROWS) {
      context.drawImage(bitmap, 0, row, WIDTH, STRIP_ROWS, 0, 0, WIDTH, STRIP_ROWS);
      const { data } = context.getImageData(0, 0, WIDTH, STRIP_ROWS);
      for (let p = 0; p < WIDTH * STRIP_ROWS; p++) pixels[row * WIDTH + p] = data[4 * p];
      options.onProgress?.({ phase: 'decoding images', done: row + STRIP_ROWS, total: ROWS });
      await yieldToEventLoop(options.signal);
    }
    return pixels;
  } finally {
    bitmap.close();
  }
}

/** Before decoding: a small hostile PNG can claim any size. */
function checkPngHeader(png: Uint8Array, file: string): void {
  if (png.length < 24 || !PNG_SIGNATURE.every((byte, i) => png[i] === byte)) throw badFile(file, 'byte 0', 'is not a PNG.');
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width !== WIDTH || height !== ROWS) throw badFile(file, 'byte 16', `is ${width} x ${height} pixels; ${WIDTH} x ${ROWS} were expected.`);
}
