/**
 * The page of its own as HTML: one file that needs no other, asks nothing of any network and shows all but hover and tables without
 * its script. Every text in it is escaped, and its policy lets run nothing but its own script.
 */
import { sha256Hex } from '../../base/hash.ts';
import { RidgelineError } from '../../base/errors.ts';
import { PAGE_DATA_ID, type PageData } from './page-data.ts';
import type { PageDrawing, ShownFigure, ThemedDrawing } from './shown-figure.ts';

/** What the page's script and style sheet are, built apart (src/viewer). */
export interface Viewer {
  readonly script: string;
  readonly style: string;
}

export interface PageNetwork {
  /** What it stood for: 'A', "B′"; '' for none. */
  readonly role: string;
  readonly name: string;
  readonly shape: string;
  /** Loss and accuracy on train and test examples, in words; '' where it was not measured. */
  readonly train: string;
  readonly test: string;
  /** How it was made. */
  readonly made: string;
}

export interface PageContent {
  readonly title: string;
  readonly sentence: string;
  readonly figures: readonly ShownFigure[];
  readonly networks: readonly PageNetwork[];
  /** How it was made, in sentences. */
  readonly made: readonly string[];
  /** Absolute URL of what was on the screen. */
  readonly link: string;
}

export function pageHtml(content: PageContent, { script, style }: Viewer): string {
  const data: PageData = {
    figures: content.figures.map(({ table, drawings }) => ({ table, spots: drawings.map(({ light }) => light.spots) })),
  };
  const policy = `default-src 'none'; script-src 'sha256-${base64Digest(script)}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Ridgeline">
<title>${escapeHtml(content.title)}</title>
<style>${withoutEnd(style, 'style')}</style>
</head>
<body>
<main>
<header>
<h1>${escapeHtml(content.title)}</h1>
<p class="sentence">${escapeHtml(content.sentence)}</p>
</header>
${content.figures.map(figureHtml).join('\n')}
${networksHtml(content.networks)}
<section>
<h2>How it was made</h2>
${content.made.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
<p><a href="${escapeHtml(content.link)}" rel="noreferrer">Open it in Ridgeline</a>, where everything can be moved and computed anew.</p>
</section>
</main>
<script type="application/json" id="${PAGE_DATA_ID}">${jsonInHtml(data)}</script>
<script>${withoutEnd(script, 'script')}</script>
</body>
</html>
`;
}

/** Text as HTML shows it, in an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

function figureHtml({ title, text, notes, table, drawings }: ShownFigure, index: number): string {
  const numbers = table === null ? '' : `<details data-figure="${index}"><summary>Numbers: ${table.rows.length} rows</summary></details>`;
  return `<figure>
<h2>${escapeHtml(title)}</h2>
${drawings.map((drawing, d) => drawingHtml(drawing, text, `${index}.${d}`)).join('\n')}
<figcaption><p>${escapeHtml(text)}</p>${notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join('')}</figcaption>
${numbers}
</figure>`;
}

/** Drawn in both themes; the style sheet shows one of them, and the light one on paper. */
function drawingHtml({ name, light, dark }: ThemedDrawing, text: string, place: string): string {
  const label = escapeHtml(text);
  const themed = ([theme, { svg }]: readonly [string, PageDrawing]): string =>
    `<div class="${theme}" role="img" aria-label="${label}">${checkedSvg(svg)}</div>`;
  const head = name === '' ? '' : `<h3>${escapeHtml(name)}</h3>`;
  return `${head}<div class="drawing" data-drawing="${place}">${themed(['light', light])}${themed(['dark', dark])}</div>`;
}

function networksHtml(networks: readonly PageNetwork[]): string {
  if (networks.length === 0) return '';
  const cells = (row: PageNetwork): string =>
    [row.role, row.name, row.shape, row.train, row.test, row.made].map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
  return `<section>
<h2>Networks</h2>
<div class="wide whole" tabindex="0" role="group" aria-label="Networks"><table>
<thead><tr><th></th><th>name</th><th>network</th><th>train</th><th>test</th><th>how it was made</th></tr></thead>
<tbody>${networks.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}</tbody>
</table></div>
</section>`;
}

/** Drawings are made by the page's own libraries; what could do more than be seen is refused all the same. */
function checkedSvg(svg: string): string {
  if (/^<svg[\s>]/.test(svg) && !/<(script|foreignObject|iframe|a)[\s>/]|\son\w+\s*=/i.test(svg)) return svg;
  throw new RidgelineError('internal', 'A drawing holds what no drawing should; the page was not made.');
}

/** JSON that no HTML parser ends early: '<' can only stand in its texts. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** Our own script and style sheet, which would end where they name their own end. */
function withoutEnd(text: string, element: string): string {
  if (!new RegExp(`</${element}|<!--`, 'i').test(text)) return text;
  throw new RidgelineError('internal', `The page's ${element} holds its own end.`);
}

function base64Digest(text: string): string {
  const hex = sha256Hex(new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => parseInt(byte, 16))));
}
