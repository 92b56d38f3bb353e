/** Figures that fill the middle: the curve smooth, two maps aligned through zoom with the probe's value, two surfaces turned together. */
import type { Locator, Page } from '@playwright/test';
import { settled } from './geometry.ts';
import { figure, hashOf, matchedSentence } from './screen.ts';
import { expect, test, WEBGL_MESSAGES } from './support.ts';

const PAIRS = ['v=1', 'data=moons', 'hidden=12', 'epochs=20', 'A=1', 'B=2', 'C=3', 'B.aligned=weight,1,4,signs', 'C.aligned=weight,1,4,signs'];

async function openLarge(page: Page, settings: readonly string[]): Promise<void> {
  await page.goto(`?backend=wasm${hashOf([...PAIRS, ...settings])}`);
  await expect(matchedSentence(page)).toBeVisible({ timeout: 60_000 });
}

/** What a map shows, and where on the page. */
async function drawnMap(map: Locator): Promise<{ range: number[]; width: number; height: number; top: number }> {
  return map.evaluate((element) => {
    const { _fullLayout: layout } = element as unknown as { _fullLayout: Record<'xaxis' | 'yaxis', { range: number[] }> };
    const { width, height, top } = element.querySelector('.nsewdrag')?.getBoundingClientRect() ?? new DOMRect();
    return { range: [...layout.xaxis.range, ...layout.yaxis.range].map((value) => Math.round(1e6 * value) / 1e6), width, height, top };
  });
}

test('the curve has more points when it fills the middle, and those that were asked for when it does not', async ({ page }) => {
  await openLarge(page, ['curve.points=13']);
  const plot = page.getByRole('img', { name: 'Loss or accuracy along the path from A to B' });
  const points = (): Promise<number> =>
    plot.evaluate((element) => Math.max(0, ...((element as unknown as { data?: { x: number[] }[] }).data ?? []).map(({ x }) => x.length)));
  await expect.poll(points).toBe(13);
  await figure(page, 'Path').getByRole('button', { name: 'Enlarge Path' }).click();
  await expect.poll(points).toBe(97);
  await page.getByRole('button', { name: 'Back to all figures' }).click();
  await expect.poll(points).toBe(13);
});

test('two maps show the same window at the same size through a zoom, and the probe is told in words', async ({ page }) => {
  await openLarge(page, ['large=plane']);
  const maps = page.getByRole('img', { name: /^Map through/ });
  await expect(maps).toHaveCount(2);
  await settled(page);
  await expect(figure(page, 'Plane').getByText(/^Probe at α = 0\.50, naive: test loss/)).toBeVisible();
  const box = (await maps.first().locator('.nsewdrag').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.6 * box.height);
  for (let i = 0; i < 3; i++) await page.mouse.wheel(0, -120);
  await expect(page).toHaveURL(/plane\.window=/);
  await expect(figure(page, 'Plane').getByRole('progressbar')).toHaveCount(0, { timeout: 60_000 });
  await settled(page);
  await expect
    .poll(async () => {
      const [first, second] = [await drawnMap(maps.nth(0)), await drawnMap(maps.nth(1))];
      return [first.range.join() === second.range.join(), Math.abs(first.width - second.width) <= 1, Math.abs(first.top - second.top) <= 1];
    })
    .toEqual([true, true, true]);
});

test.describe('surfaces', () => {
  test.use({ allowedMessages: [WEBGL_MESSAGES, { scope: 'test' }] });

  test('turned by hand, one turns the other; the path and the probe lie on both; no picture is read back', async ({ page }) => {
    await page.addInitScript(() => {
      for (const { prototype } of [WebGLRenderingContext, WebGL2RenderingContext])
        prototype.readPixels = () => {
          throw new Error('A picture was read back.');
        };
    });
    await openLarge(page, ['large=plane', 'plane.surface=yes']);
    const surfaces = page.getByRole('img', { name: /^Surface through/ });
    await expect(surfaces).toHaveCount(2);
    await expect(surfaces.nth(1).locator('canvas').first()).toBeVisible({ timeout: 60_000 });
    const eye = (index: number): Promise<string> =>
      surfaces.nth(index).evaluate((element) => {
        const { _fullLayout: layout } = element as unknown as {
          _fullLayout: { scene: { _scene: { getCamera(): { eye: Record<string, number> } } } };
        };
        return Object.values(layout.scene._scene.getCamera().eye)
          .map((value) => value.toFixed(2))
          .join();
      });
    const before = await eye(1);
    const box = (await surfaces.first().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 6 });
    await page.mouse.up();
    await expect.poll(() => eye(1)).not.toBe(before);
    await expect.poll(async () => (await eye(0)) === (await eye(1))).toBe(true);
    const kinds = await surfaces
      .first()
      .evaluate((element) =>
        (element as unknown as { data: { type: string; mode?: string }[] }).data.map(({ type, mode }) => `${type} ${mode ?? ''}`),
      );
    expect(kinds).toContain('scatter3d lines');
    expect(kinds).toContain('scatter3d markers');
  });
});
