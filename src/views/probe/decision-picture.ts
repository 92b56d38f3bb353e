/** Pixels of what a network decides on two-dimensional data. Pure drawing: canvas in, nothing kept. */
import type { ProbeResult } from '../../compute/protocol.ts';
import { classColour, type FigureTheme } from '../../plots/draw/colours.ts';

type Regions = NonNullable<ProbeResult['regions']>;

function channels(hex: string): [number, number, number] {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** One pixel a cell: the predicted class's colour, the stronger the surer. [resolution, resolution], top row first. */
export function regionPixels(regions: Regions, classes: number, theme: FigureTheme): ImageData {
  const { resolution, predicted, probability } = regions;
  const image = new ImageData(resolution, resolution);
  const ground = channels(theme.paper);
  const guess = 1 / classes;
  for (let row = 0; row < resolution; row++) {
    for (let column = 0; column < resolution; column++) {
      const from = (resolution - 1 - row) * resolution + column;
      const colour = channels(classColour(predicted[from], theme.name));
      const sure = Math.max(0, Math.min(1, (probability[from] - guess) / (1 - guess)));
      const weight = 0.1 + (theme.name === 'dark' ? 0.34 : 0.38) * sure;
      const at = 4 * (row * resolution + column);
      for (let k = 0; k < 3; k++) image.data[at + k] = ground[k] + weight * (colour[k] - ground[k]);
      image.data[at + 3] = 255;
    }
  }
  return image;
}

/** Draws regions and points on a canvas of any size; mistakes carry a ring. */
export function drawDecision(canvas: HTMLCanvasElement, result: ProbeResult, classes: number, theme: FigureTheme): void {
  const context = canvas.getContext('2d');
  const { regions, strip } = result;
  if (context === null || regions === null) return;
  const small = document.createElement('canvas');
  small.width = small.height = regions.resolution;
  small.getContext('2d')?.putImageData(regionPixels(regions, classes, theme), 0, 0);
  const { width, height } = canvas;
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0, 0, width, height);
  const radius = Math.max(1.6, (strip.label.length > 800 ? 0.0055 : 0.0075) * width);
  for (let i = 0; i < strip.label.length; i++) {
    const x = ((strip.x[2 * i] - regions.x[0]) / (regions.x[1] - regions.x[0])) * width;
    const y = (1 - (strip.x[2 * i + 1] - regions.y[0]) / (regions.y[1] - regions.y[0])) * height;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = classColour(strip.label[i], theme.name);
    context.fill();
    context.lineWidth = radius * 0.35;
    context.strokeStyle = theme.paper;
    context.stroke();
    if (strip.predicted[i] === strip.label[i]) continue;
    context.beginPath();
    context.arc(x, y, radius * 1.9, 0, 2 * Math.PI);
    context.lineWidth = radius * 0.5;
    context.strokeStyle = theme.ink;
    context.stroke();
  }
}

const tenths = (value: number): number => Math.round(10 * value) / 10;

/** The same as an SVG file: the regions as an image, the points as circles. */
export function decisionSvg(result: ProbeResult, classes: number, theme: FigureTheme): string | null {
  const { regions, strip } = result;
  if (regions === null) return null;
  const small = document.createElement('canvas');
  small.width = small.height = regions.resolution;
  small.getContext('2d')?.putImageData(regionPixels(regions, classes, theme), 0, 0);
  const width = 800;
  const height = Math.round((width * (regions.y[1] - regions.y[0])) / (regions.x[1] - regions.x[0]));
  const circles = Array.from(strip.label, (label, i) => {
    const x = ((strip.x[2 * i] - regions.x[0]) / (regions.x[1] - regions.x[0])) * width;
    const y = (1 - (strip.x[2 * i + 1] - regions.y[0]) / (regions.y[1] - regions.y[0])) * height;
    const ring = strip.predicted[i] === label ? theme.paper : theme.ink;
    return `<circle cx="${tenths(x)}" cy="${tenths(y)}" r="5" fill="${classColour(label, theme.name)}" stroke="${ring}" stroke-width="2"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><image href="${small.toDataURL()}" width="${width}" height="${height}" preserveAspectRatio="none"/>${circles.join('')}</svg>`;
}
