/** A finger on the curve and on the map: a tap moves the probe and it stays there, two fingers zoom the map about their middle. */
import type { CDPSession, Locator, Page } from '@playwright/test';
import { hashOf, matchedSentence } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

const LINK = `?backend=wasm${hashOf(['v=1', 'data=moons', 'hidden=12', 'epochs=20', 'A=1', 'B=2', 'C=3', 'B.aligned=weight,1,4,signs', 'C.aligned=weight,1,4,signs'])}`;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The drawing area of a plot, in page pixels. */
async function area(plot: Locator): Promise<{ at: (x: number, y: number) => Point }> {
  await plot.scrollIntoViewIfNeeded();
  const box = (await plot.locator('.nsewdrag').first().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { at: (x, y) => ({ x: box.x + x * box.width, y: box.y + y * box.height }) };
}

/** Some of the frames and timers that a late event would need. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(700);
}

/** x0, x1, y0, y1 of what is drawn. */
async function drawnWindow(plot: Locator): Promise<number[]> {
  return plot.evaluate((element) => {
    const { _fullLayout: layout } = element as unknown as { _fullLayout: Record<'xaxis' | 'yaxis', { range: number[] }> };
    return [...layout.xaxis.range, ...layout.yaxis.range];
  });
}

const probeOf = (page: Page): string => decodeURIComponent(/probe=([^&]*)/.exec(page.url())?.[1] ?? '');
const windowOf = (page: Page): number[] =>
  decodeURIComponent(/plane\.window=([^&]*)/.exec(page.url())?.[1] ?? '')
    .split(',')
    .map(Number);

async function touch(session: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]): Promise<void> {
  await session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(({ x, y }, id) => ({ x, y, id })) });
}

for (const { name, viewport, phone } of [
  { name: 'a phone', viewport: { width: 390, height: 844 }, phone: true },
  { name: 'a touch screen', viewport: { width: 1440, height: 900 }, phone: false },
]) {
  test.describe(`on ${name}`, () => {
    test.use({ viewport, hasTouch: true, isMobile: phone });

    const show = async (page: Page, tab: string): Promise<void> => {
      if (phone) await page.getByRole('navigation', { name: 'Figures' }).getByRole('button', { name: tab, exact: true }).tap();
    };

    test('a tap on the curve and on the map moves the probe, which stays; a pinch zooms and moves nothing', async ({ page }) => {
      await page.goto(LINK);
      await ready(page);
      await expect(matchedSentence(page)).toBeVisible({ timeout: 60_000 });

      await test.step('the curve', async () => {
        await show(page, 'Path');
        const plot = page.getByRole('img', { name: 'Loss or accuracy along the path from A to B' });
        const { at } = await area(plot);
        const { x, y } = at(0.25, 0.5);
        await page.touchscreen.tap(x, y);
        await expect(page).toHaveURL(/probe=(naive|aligned)/);
        await settled(page);
        expect(Number(probeOf(page).split(',')[1])).toBeCloseTo(0.25, 1);
      });

      await show(page, 'Plane');
      const map = page.getByRole('img', { name: /^Map through/ }).first();
      await expect(map).toBeVisible();
      const { at } = await area(map);
      await test.step('the map', async () => {
        const { x, y } = at(0.6, 0.3);
        await page.touchscreen.tap(x, y);
        await expect(page).toHaveURL(/probe=at/);
        await settled(page);
        expect(probeOf(page)).toMatch(/^at,/);
        expect(page.url()).not.toContain('plane.window');
      });

      await test.step('two fingers', async () => {
        const probe = probeOf(page);
        const before = await drawnWindow(map);
        const session = await page.context().newCDPSession(page);
        const fingers = (spread: number): Point[] => [at(0.5 - spread, 0.5), at(0.5 + spread, 0.5)];
        await touch(session, 'touchStart', [fingers(0.1)[0]]);
        await touch(session, 'touchStart', fingers(0.1));
        for (const spread of [0.12, 0.14, 0.16, 0.18, 0.2]) {
          await touch(session, 'touchMove', fingers(spread));
          await page.waitForTimeout(60);
        }
        await touch(session, 'touchEnd', []);
        await expect(page).toHaveURL(/plane\.window=/);
        await settled(page);
        const [x0, x1, y0, y1] = windowOf(page);
        expect(probeOf(page)).toBe(probe);
        // Fingers from a fifth of the map apart to two: half of what was seen, with the same middle.
        const [w0, w1, v0, v1] = before;
        expect((x1 - x0) / (w1 - w0)).toBeCloseTo(0.5, 1);
        expect((y1 - y0) / (v1 - v0)).toBeCloseTo(0.5, 1);
        expect(Math.abs((x0 + x1 - w0 - w1) / (w1 - w0))).toBeLessThan(0.1);
        expect(Math.abs((y0 + y1 - v0 - v1) / (v1 - v0))).toBeLessThan(0.1);
        await call(page, 'run', 'resetPlane');
        await expect(page).not.toHaveURL(/plane\.window=/);
      });
    });
  });
}
