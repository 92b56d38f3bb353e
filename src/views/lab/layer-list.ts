/** Layers as a person writes them, counted from 1: '1-3, 5'. */

/** '1–3, 5'; 'none'. */
export function layerListText(layers: readonly number[]): string {
  const sorted = [...layers].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const layer of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === layer - 1) last[1] = layer;
    else runs.push([layer, layer]);
  }
  return runs.length === 0 ? 'none' : runs.map(([first, last]) => (first === last ? String(first + 1) : `${first + 1}–${last + 1}`)).join(', ');
}

/** Layers from 0, of k; a sentence where the text cannot be read. */
export function parseLayerList(text: string, k: number): number[] | string {
  const trimmed = text.trim();
  if (trimmed === 'none') return [];
  const layers = new Set<number>();
  for (const part of trimmed.split(/[\s,;]+/).filter((word) => word !== '')) {
    const match = /^(\d{1,2})(?:[-–](\d{1,2}))?$/.exec(part);
    if (match === null) return 'Write layers such as 1–3, 5, or none.';
    const [first, last = first] = match.slice(1).flatMap((number: string | undefined) => (number === undefined ? [] : [Number(number)]));
    if (first < 1 || last > k || first > last) return `Layers from 1 to ${k}.`;
    for (let layer = first; layer <= last; layer++) layers.add(layer - 1);
  }
  return layers.size === 0 ? 'Write layers such as 1–3, 5, or none.' : [...layers].sort((a, b) => a - b);
}
