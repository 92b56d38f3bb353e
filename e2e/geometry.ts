/** What lies where on the screen: which panels and which words lie over one another, what is cut off, how large the drawing areas are. */
import { expect, type Page } from '@playwright/test';

/** Lines about a screen, one a fault; empty where everything has its place. */
export type Faults = readonly string[];

export interface DrawingArea {
  /** Name of the figure, as its section has it. */
  readonly figure: string;
  /** Pixels of all its panels together, from the top of the highest to the foot of the lowest. */
  readonly height: number;
  readonly width: number;
  /** Of the smallest letters in its plots, in pixels. */
  readonly type: number;
}

/** Waits until every plot is drawn for the room it has now. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Array.from(document.querySelectorAll<HTMLElement>('.plot-area')).every((area) => {
      const drawing = area.querySelector('.main-svg')?.getBoundingClientRect();
      return drawing !== undefined && Math.abs(drawing.width - area.clientWidth) <= 1 && Math.abs(drawing.height - area.clientHeight) <= 1;
    }),
  );
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))));
}

/** Sets the room of the page and waits until everything has found its place in it. */
export async function resize(page: Page, width: number, height: number): Promise<void> {
  await page.setViewportSize({ width, height });
  await settled(page);
}

/**
 * Panels and words that lie over one another or are cut off. What a scrolling box hides for now is not cut off, as long as it can be
 * scrolled to. Letters are measured without the room above and below them.
 */
export async function faults(page: Page): Promise<Faults> {
  return page.evaluate(() => {
    interface Box {
      readonly what: string;
      readonly element: Element;
      readonly scroller: Element | null;
      readonly left: number;
      readonly right: number;
      readonly top: number;
      readonly bottom: number;
    }
    const SLACK = 1.5;
    const PANELS =
      '.header, .left, .sentence, .banner, .lab-tabs, .figure, .right-panels, .status, .messages, .tab-bar, .settings-strip, .alpha-slider, .legend, .plot';
    const found: string[] = [];
    const styleOf = new Map<Element, CSSStyleDeclaration>();
    const style = (element: Element): CSSStyleDeclaration => {
      const known = styleOf.get(element) ?? getComputedStyle(element);
      styleOf.set(element, known);
      return known;
    };
    const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';
    const scrollerOf = (element: Element): Element | null => {
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement)
        if (scrolls(style(parent).overflowX) || scrolls(style(parent).overflowY)) return parent;
      return null;
    };
    const boxOf = (what: string, element: Element, rect: DOMRect, trim: number): Box => ({
      what,
      element,
      scroller: scrollerOf(element),
      left: rect.left,
      right: rect.right,
      top: rect.top + trim * rect.height,
      bottom: rect.bottom - trim * rect.height,
    });
    /** What of a box its scrolling ancestors let be seen. */
    const seen = (box: Box): Box => {
      let { left, right, top, bottom } = box;
      for (let at = box.scroller; at !== null; at = scrollerOf(at)) {
        const rect = at.getBoundingClientRect();
        [left, right, top, bottom] = [Math.max(left, rect.left), Math.min(right, rect.right), Math.max(top, rect.top), Math.min(bottom, rect.bottom)];
      }
      return { ...box, left, right, top, bottom };
    };
    const meet = (a: Box, b: Box): boolean => {
      const [first, second] = a.scroller === b.scroller ? [a, b] : [seen(a), seen(b)];
      return (
        Math.min(first.right, second.right) - Math.max(first.left, second.left) > SLACK &&
        Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top) > SLACK
      );
    };
    const shown = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && style(element).clipPath === 'none';

    const words: Box[] = [];
    const root = document.getElementById('root') ?? document.body;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = (node.textContent ?? '').trim();
      if (parent === null || text === '' || parent.closest('svg') !== null || !shown(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of Array.from(range.getClientRects())) if (rect.width > 1) words.push(boxOf(text.slice(0, 40), parent, rect, 0.12));
    }
    for (const element of Array.from(root.querySelectorAll('svg text'))) {
      const text = element.textContent.trim();
      if (text === '' || !shown(element)) continue;
      const lines = Array.from(element.querySelectorAll('tspan.line'));
      for (const line of lines.length > 0 ? lines : [element]) {
        const rect = line.getBoundingClientRect();
        // Letters that were turned are as high as they are long.
        if (rect.width > 1) words.push(boxOf(line.textContent.slice(0, 40), element, rect, rect.height > 2 * rect.width ? 0 : 0.16));
      }
    }

    // Buttons that show a picture are as good as words.
    for (const button of Array.from(root.querySelectorAll('button')))
      if (button.textContent === '' && shown(button))
        words.push(boxOf(button.getAttribute('aria-label') ?? 'a button', button, button.getBoundingClientRect(), 0.2));
    words.forEach((word, i) => {
      for (const other of words.slice(i + 1))
        if (word.element !== other.element && meet(word, other)) found.push(`words: "${word.what}" and "${other.what}"`);
    });
    const panels = Array.from(document.querySelectorAll(PANELS))
      .filter(shown)
      .map((element) => boxOf(element.className, element, element.getBoundingClientRect(), 0));
    panels.forEach((panel, i) => {
      for (const other of panels.slice(i + 1))
        if (!panel.element.contains(other.element) && !other.element.contains(panel.element) && meet(panel, other))
          found.push(`panels: ${panel.what} and ${other.what}`);
    });

    for (const word of words) {
      for (let parent: Element | null = word.element; parent !== null; parent = parent.parentElement) {
        const { overflowX, overflowY } = style(parent);
        const rect = parent.getBoundingClientRect();
        const cutX = (overflowX === 'hidden' || overflowX === 'clip') && (word.left < rect.left - SLACK || word.right > rect.right + SLACK);
        const cutY = (overflowY === 'hidden' || overflowY === 'clip') && (word.top < rect.top - SLACK || word.bottom > rect.bottom + SLACK);
        if (cutX || cutY) {
          const figure = word.element.closest<HTMLElement>('.figure')?.dataset['figure'] ?? 'the page';
          found.push(`cut: "${word.what}" of ${figure} by ${parent.getAttribute('class') ?? parent.tagName}`);
          break;
        }
        // What scrolls can show the rest.
        if (scrolls(overflowX) || scrolls(overflowY)) break;
      }
    }
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth || page.scrollHeight > page.clientHeight) found.push('the page itself can be scrolled');
    for (const element of Array.from(root.querySelectorAll('.middle, .stage, .left, .right')))
      if (element.scrollWidth > element.clientWidth + 1)
        found.push(`sideways: ${element.className} holds ${element.scrollWidth} in ${element.clientWidth}`);
    return found;
  });
}

/** The plots of the figures on the screen. */
export async function drawingAreas(page: Page): Promise<DrawingArea[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('.figure')).flatMap((figure) => {
      const areas = Array.from(figure.querySelectorAll('.nsewdrag'), (area) => area.getBoundingClientRect());
      if (areas.length === 0) return [];
      const type = Array.from(figure.querySelectorAll('.plot svg text'))
        .filter((text) => text.textContent !== '' && text.checkVisibility())
        .map((text) => parseFloat(getComputedStyle(text).fontSize));
      return [
        {
          figure: figure.dataset['figure'] ?? '',
          height: Math.max(...areas.map(({ bottom }) => bottom)) - Math.min(...areas.map(({ top }) => top)),
          width: Math.max(...areas.map(({ right }) => right)) - Math.min(...areas.map(({ left }) => left)),
          type: Math.min(...type),
        },
      ];
    }),
  );
}

/** Asks that nothing lies over anything, nothing is cut off, and every plot is large enough to be read. */
export async function expectReadable(page: Page, screen: string, least: { readonly height: number; readonly type: number }): Promise<void> {
  // Where the page was arranged anew its figures are drawn anew.
  await expect.poll(async () => (await drawingAreas(page)).length, { message: `${screen}: figures drawn` }).toBeGreaterThan(0);
  // A plot that was asked for another room may be drawn once more for its new width.
  let found: Faults = [];
  await expect
    .poll(async () => (found = [...new Set(await faults(page))]).length, { timeout: 5_000 })
    .toBe(0)
    .catch(() => undefined);
  expect.soft(found, screen).toEqual([]);
  const areas = await drawingAreas(page);
  const small = areas.filter(({ height, type }) => Math.round(height) < least.height || type < least.type - 0.01);
  expect.soft(small, `${screen}: too small to read`).toEqual([]);
}
