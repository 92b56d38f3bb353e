/**
 * The script of the page of its own (state/page/html.ts), which it is built into as text: tells a pointer what it is over, and fills
 * the tables when they are opened. It asks nothing of any network.
 */
import { toCsv } from '../plots/draw/table.ts';
import { PAGE_DATA_ID, type PageData } from '../state/page/page-data.ts';

type Spot = PageData['figures'][number]['spots'][number][number];

/** Pixels of the drawing within which a spot is meant. */
const REACH = 160;
const MOST_ROWS = 5000;

function spotNear(spots: readonly Spot[], x: number, y: number): Spot | null {
  let best: Spot | null = null;
  let nearest = REACH ** 2;
  for (const spot of spots) {
    const distance = (spot[0] - x) ** 2 + (spot[1] - y) ** 2;
    if (distance < nearest) [best, nearest] = [spot, distance];
  }
  return best;
}

function listen(drawing: HTMLElement, spots: readonly Spot[]): void {
  const tip = document.createElement('p');
  tip.className = 'tip';
  tip.hidden = true;
  drawing.append(tip);
  drawing.addEventListener('pointermove', ({ clientX, clientY }) => {
    const svg = [...drawing.querySelectorAll('svg')].find(
      (one) => one.getBoundingClientRect().width > 0 && one.parentElement?.parentElement === drawing,
    );
    if (svg === undefined) return;
    const box = svg.getBoundingClientRect();
    const scale = svg.viewBox.baseVal.width / box.width;
    const spot = spotNear(spots, (clientX - box.left) * scale, (clientY - box.top) * scale);
    tip.hidden = spot === null;
    if (spot === null) return;
    tip.textContent = spot[2];
    const left = spot[0] / scale;
    tip.style.left = `${Math.max(0, Math.min(left + 12, box.width - tip.offsetWidth))}px`;
    tip.style.top = `${Math.max(0, spot[1] / scale - tip.offsetHeight - 10)}px`;
  });
  drawing.addEventListener('pointerleave', () => (tip.hidden = true));
}

function row(cells: readonly (string | number)[], kind: 'td' | 'th'): HTMLTableRowElement {
  const line = document.createElement('tr');
  for (const cell of cells) {
    const element = document.createElement(kind);
    element.textContent = String(cell);
    line.append(element);
  }
  return line;
}

function fill(details: HTMLElement, table: NonNullable<PageData['figures'][number]['table']>): void {
  const save = document.createElement('button');
  save.textContent = 'Save as CSV';
  save.addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = `data:text/csv;charset=utf-8,${encodeURIComponent(toCsv(table))}`;
    link.download = `${table.title}.csv`;
    link.click();
  });
  const wide = document.createElement('div');
  wide.className = 'wide';
  wide.tabIndex = 0;
  const element = document.createElement('table');
  const [head, body] = [document.createElement('thead'), document.createElement('tbody')];
  head.append(row(table.columns, 'th'));
  body.append(...table.rows.slice(0, MOST_ROWS).map((cells) => row(cells, 'td')));
  element.append(head, body);
  wide.append(element);
  details.append(save, wide);
  if (table.rows.length <= MOST_ROWS) return;
  const note = document.createElement('p');
  note.className = 'note';
  note.textContent = `The first ${MOST_ROWS} of ${table.rows.length} rows; the CSV file has all.`;
  details.append(note);
}

function begin(): void {
  const { figures } = JSON.parse(document.getElementById(PAGE_DATA_ID)?.textContent ?? '{"figures":[]}') as PageData;
  for (const drawing of document.querySelectorAll<HTMLElement>('[data-drawing]')) {
    const [figure, at] = (drawing.dataset['drawing'] ?? '').split('.').map(Number);
    listen(drawing, figures[figure].spots[at]);
  }
  for (const details of document.querySelectorAll<HTMLElement>('details[data-figure]')) {
    const { table } = figures[Number(details.dataset['figure'])];
    details.addEventListener('toggle', () => table !== null && fill(details, table), { once: true });
  }
}

begin();
