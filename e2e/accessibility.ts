/** Accessibility of what is on the screen, by axe. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './support.ts';

/** Serious and critical findings as short lines: rule, element. The inside of a plot, an image to assistive tools, is left out. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('.main-svg').analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} · ${failureSummary?.split('\n')[1]?.trim() ?? ''}`),
    );
}

/** Scans what is on the screen; `view` names it in the report. */
export async function scan(page: Page, view: string): Promise<void> {
  expect.soft(await findings(page), view).toEqual([]);
}

/** Controls, figures and landmarks that a screen reader has no name for. */
export async function nameless(page: Page): Promise<string[]> {
  const roles = ['button', 'slider', 'radio', 'radiogroup', 'textbox', 'navigation', 'region', 'application', 'dialog'] as const;
  const found = await Promise.all(
    roles.map(async (role) => {
      const [all, named] = await Promise.all([page.getByRole(role).count(), page.getByRole(role, { name: /\S/ }).count()]);
      return all === named ? [] : [`${all - named} of ${all} with role ${role}`];
    }),
  );
  // The drawing inside an image is part of it.
  const pictures = await page.locator('[role="img"]:not([aria-label])').count();
  return [...found.flat(), ...(pictures === 0 ? [] : [`${pictures} pictures`])];
}

/** Popovers and dialogs fade in; a scan in the middle of that sees colours that nobody reads. */
export async function still(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getTiming().iterations !== Infinity)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
}
