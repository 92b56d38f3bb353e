/** The page keeps to its Content-Security-Policy on every view; and the policy is in force. Console errors and other hosts fail the test (support.ts). */
import { drawn, openLab, showTab } from './lab-screen.ts';
import { downloads } from './menu-walk.ts';
import { allFigures, figure, hashOf, menu } from './screen.ts';
import { expect, ready, test, WEBGL_MESSAGES } from './support.ts';
import type { Page } from '@playwright/test';

test.setTimeout(240_000);
test.use({ allowedMessages: [WEBGL_MESSAGES, { scope: 'test' }] });

/** Notes every violation from the first line of the page on. */
async function noteViolations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const noted: string[] = [];
    Object.assign(window, { violations: noted });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => noted.push(`${violatedDirective}: ${blockedURI}`));
  });
  return () => page.evaluate(() => (window as unknown as { violations: string[] }).violations);
}

test('nothing on Explore, in dialogs, in 3-D and in files breaks the policy', async ({ page }) => {
  const violations = await noteViolations(page);
  await page.goto('?backend=wasm');
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveAttribute(
    'content',
    /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/,
  );
  await allFigures(page);
  for (const title of ['Path', 'Plane', 'Layers', 'Probe'])
    for (const entry of ['Download PNG', 'Download SVG', 'Download CSV']) {
      const count = /CSV/.test(entry) ? 1 : Math.max(1, await figure(page, title).locator('.plot').count());
      await downloads(page, count, () => menu(page, `${title} options`, entry));
    }
  await menu(page, 'Path options', 'Table of numbers');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  for (const tab of ['Start', 'Keys', 'Offline', 'Definitions']) await page.getByRole('tab', { name: tab }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await figure(page, 'Plane').getByText('3-D', { exact: true }).click();
  await expect(figure(page, 'Plane').locator('.gl-container canvas').first()).toBeVisible({ timeout: 60_000 });
  expect(await violations()).toEqual([]);
});

test('nothing in the laboratory breaks the policy', async ({ page }) => {
  const violations = await noteViolations(page);
  await openLab(page, ['hidden=8', 'epochs=3', 'A=1', 'B=2']);
  for (const tab of ['Layer by layer', 'Cumulative', 'Robustness', 'Averaging'] as const) await drawn(await showTab(page, tab));
  for (const tab of ['Subspaces', 'Two weights', 'Sensitivity'] as const)
    await expect((await showTab(page, tab)).getByRole('heading').first()).toBeVisible();
  expect(await violations()).toEqual([]);
});

test.describe('in force', () => {
  test.use({ allowedMessages: [[/Content Security Policy/], { scope: 'test' }] });

  test('eval, scripts in the page, frames and plain http are refused', async ({ page }) => {
    const violations = await noteViolations(page);
    await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`);
    await ready(page);
    await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.head.append(script);
      const frame = document.createElement('iframe');
      frame.src = '/';
      document.body.append(frame);
      // As text: what a driver evaluates itself is let through.
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it must not run
      window.setTimeout('window.ran = true');
      await fetch('http://example.invalid/').catch(() => undefined);
    });
    await expect
      .poll(violations)
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^script-src/),
          expect.stringMatching(/^(frame|child|default)-src/),
          expect.stringMatching(/^connect-src: http:\/\/example\.invalid/),
        ]),
      );
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  });
});
