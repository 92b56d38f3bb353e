/** What a figure tells a pointer, as data: for files, where no library listens. */
import type { Figure, Trace } from './figure.ts';

/** A place on a figure's axes and the words for it, in plotly's subset of HTML as plain text. */
export interface Spot {
  /** Names of the axes: 'x2', 'y2'. */
  readonly axes: readonly [string, string];
  readonly x: unknown;
  readonly y: unknown;
  readonly text: string;
}

/** Every value that the figure has words for: points of lines and cells of heatmaps, and what the figure itself tells of its map. */
export function spotsOf(figure: Figure): Spot[] {
  const cells = figure.cells?.() ?? [];
  return [...figure.data.flatMap((trace) => spotsOfTrace(trace, figure)), ...cells.map((cell): Spot => ({ axes: ['x', 'y'], ...cell }))];
}

function spotsOfTrace(trace: Trace, figure: Figure): Spot[] {
  if (trace['hoverinfo'] === 'skip' || trace['visible'] === false) return [];
  const axes: [string, string] = [textOr(trace['xaxis'], 'x'), textOr(trace['yaxis'], 'y')];
  const [x, y] = [listOf(trace['x']), listOf(trace['y'])];
  const words = trace['hoverinfo'] === 'text' ? (trace['hovertext'] ?? trace['text']) : trace['customdata'];
  const tell = trace['hoverinfo'] === 'text' ? (word: unknown): string => plain(word) : filledIn(trace['hovertemplate']);
  if (tell === null) return [];
  if (trace.type === 'heatmap')
    return listOf(words).flatMap((row, r) =>
      listOf(row).flatMap((word, c): Spot[] => {
        const text = tell(word);
        return text === '' || r >= y.length || c >= x.length ? [] : [{ axes, x: x[c], y: y[r], text }];
      }),
    );
  if (trace.type !== 'scatter') return [];
  const unified = figure.layout['hovermode'] === 'x unified';
  return x.flatMap((at, i): Spot[] => {
    const text = tell(Array.isArray(words) ? (words[i] as unknown) : words);
    return text === '' || y[i] === null || y[i] === undefined
      ? []
      : [{ axes, x: at, y: y[i], text: unified ? `${across(figure, at)}: ${text}` : text }];
  });
}

/** 'α = 0.25'. */
function across({ layout }: Figure, at: unknown): string {
  const axis = layout['xaxis'] as { readonly title?: { readonly text?: string } } | undefined;
  const name = axis?.title?.text?.split(',')[0] ?? 'x';
  return `${name} = ${typeof at === 'number' ? String(Math.round(at * 1000) / 1000) : String(at)}`;
}

/** Fills a template that names nothing but its custom data; null for others. */
function filledIn(template: unknown): ((word: unknown) => string) | null {
  if (typeof template !== 'string') return null;
  const words = template.replace(/<extra>.*<\/extra>/, '');
  if (/%\{(?!customdata\})/.test(words)) return null;
  return (word) =>
    words.includes('%{') && (word === '' || word === undefined || word === null) ? '' : plain(words.replaceAll('%{customdata}', String(word)));
}

/** Without marks of bold type and the like; line breaks as such. */
function plain(word: unknown): string {
  if (typeof word !== 'string') return '';
  const bare = word.replaceAll(/<br ?\/?>/g, '\n').replaceAll(/<\/?(b|i|sub|sup|s|span)( [^<>]*)?>/g, '');
  return bare.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function textOr(value: unknown, standard: string): string {
  return typeof value === 'string' ? value : standard;
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<unknown>) : [];
}
