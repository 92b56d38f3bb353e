/** Scenes, talks and lessons, by a person who has a keyboard, a clicker, or a phone. */
import type { Page } from '@playwright/test';
import { scan, still } from './accessibility.ts';
import { figure, hashOf, matchedSentence, networkRows } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

const PAIRS = ['v=1', 'data=moons', 'hidden=8', 'epochs=10', 'A=1', 'B=2', 'C=3', 'B.aligned=weight,1,4,signs', 'C.aligned=weight,1,4,signs'];

async function openTrained(page: Page, more: readonly string[] = []): Promise<void> {
  await page.goto(`?backend=wasm${hashOf([...PAIRS, 'curve.points=13', 'plane.resolution=11', ...more])}`);
  await expect(matchedSentence(page)).toBeVisible({ timeout: 60_000 });
  await ready(page);
}

const heading = (page: Page, text: string) => page.getByRole('heading', { level: 1, name: text });

/** α on the screen, by the probe's own words. */
async function alpha(page: Page): Promise<number> {
  const text = await figure(page, 'Probe').getByText(/^α = /).first().textContent();
  return Number(/α = ([\d.]+)/.exec(text ?? '')?.[1] ?? NaN);
}

test('scenes are kept by a key, presented, walked by keys; nothing retrains; the speaker’s window follows', async ({ page, context }) => {
  await openTrained(page);
  await call(page, 'setView', { probe: { kind: 'path', path: 'naive', alpha: 0.5 } });
  await page.keyboard.press('n');
  await expect(page.getByText("'Scene 1' was added to the scenes.")).toBeVisible();

  await test.step('words, order and removal in the dialog', async () => {
    await page.getByRole('button', { name: 'Scenes', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Scenes of a talk or a lesson' });
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Half-way');
    await dialog.getByRole('textbox', { name: 'Title' }).press('Enter');
    await dialog.getByRole('textbox', { name: /^Note/ }).fill('Breathe.');
    await dialog.getByRole('textbox', { name: 'Question' }).fill('What is here?');
    await dialog.getByRole('textbox', { name: /^Answer/ }).fill('A barrier.');
    await dialog.getByRole('button', { name: 'Add this view' }).click();
    await dialog.getByRole('button', { name: 'Add this view' }).click();
    await dialog.getByRole('button', { name: 'Remove scene 3, Scene 3' }).click();
    await dialog.getByRole('button', { name: 'Move scene 2, Scene 2 up' }).click();
    await expect(dialog.getByRole('listitem').first()).toContainText('Scene 2');
    await dialog.getByRole('button', { name: 'Move scene 1, Scene 2 down' }).click();
    await dialog.getByRole('button', { name: 'Show scene 1, Half-way' }).click();
    await still(page);
    await scan(page, 'scenes');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });
  await call(page, 'setView', { probe: { kind: 'path', path: 'aligned', alpha: 0.25 } });
  await call(page, 'run', 'editScene', { index: 1, title: 'Matched', retake: true });
  await call(page, 'showScene', 0);
  const rows = await networkRows(page).count();

  await page.keyboard.press('p');
  await expect(heading(page, 'Half-way')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Train \d/ })).toHaveCount(0);
  const type = await page.getByRole('heading', { level: 1 }).evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  expect(type).toBeGreaterThan(20);
  await still(page);
  await scan(page, 'talk');

  await test.step('a question, whose answer waits to be asked for', async () => {
    await expect(page.getByText('What is here?')).toBeVisible();
    await expect(page.getByText('A barrier.')).toHaveCount(0);
    await page.keyboard.press('.');
    await expect(page.getByText('A barrier.')).toBeVisible();
  });

  await test.step('a second window has the note, the next scene and the clock, and walks too', async () => {
    await page.mouse.move(300, 300);
    const [notes] = await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name: 'Notes' }).click()]);
    await expect(notes.getByText('Breathe.')).toBeVisible();
    await expect(notes.getByRole('heading', { name: 'Next: Matched' })).toBeVisible();
    await expect(notes.getByRole('timer')).toHaveText(/^\d+:\d\d$/);
    await scan(notes, 'speaker');
    await notes.getByRole('button', { name: 'Next scene' }).click();
    await expect(heading(page, 'Matched')).toBeVisible();
    await expect(notes.getByRole('heading', { name: 'This is the last scene' })).toBeVisible();
    await notes.close();
  });

  await test.step('keys and clickers', async () => {
    await page.mouse.move(5, 5);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await expect.poll(() => alpha(page)).toBe(0.25);
    await page.keyboard.press('PageUp');
    await expect(heading(page, 'Half-way')).toBeVisible();
    await expect.poll(() => alpha(page)).toBe(0.5);
    for (const [key, title] of [
      ['ArrowRight', 'Matched'],
      ['Home', 'Half-way'],
      [' ', 'Matched'],
      ['ArrowLeft', 'Half-way'],
      ['End', 'Matched'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(heading(page, title)).toBeVisible();
    }
  });

  await test.step('a nervous hand changes nothing; one key goes back to the scene as it was made', async () => {
    for (const key of ['t', 'm', 'Delete', 'a', 'b', 'c', 'n', 'o', 'l', '1', '0', 'Control+z']) await page.keyboard.press(key);
    await expect(heading(page, 'Matched')).toBeVisible();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await call(page, 'setView', { probe: { kind: 'path', path: 'naive', alpha: 0.9 } });
    await expect.poll(() => alpha(page)).toBe(0.9);
    await page.keyboard.press('r');
    await expect.poll(() => alpha(page)).toBe(0.25);
  });

  await test.step('figures are chosen and played', async () => {
    await page.mouse.move(300, 400);
    await page.getByRole('radio', { name: 'Planes' }).click();
    await expect(page.getByRole('img', { name: /^Map through/ })).toHaveCount(2);
    await page.getByRole('radio', { name: 'Neurons' }).click();
    await expect(page.getByRole('img', { name: /^B, as it was trained/ })).toBeVisible();
    await page.getByRole('button', { name: 'What plays' }).click();
    await page.getByRole('menuitem', { name: /^the matching/ }).click();
    await expect(page.getByRole('img', { name: /on the way into A’s order/ })).toBeVisible();
    await page.getByRole('button', { name: 'End what plays' }).click();
    await page.getByRole('radio', { name: 'Plane', exact: true }).click();
    await expect(page.getByRole('img', { name: /^Map through/ })).toHaveCount(1);
    await page.getByRole('radio', { name: 'Path' }).click();
    const [first] = [await alpha(page)];
    await page.getByRole('button', { name: /^Play α/ }).click();
    await expect.poll(() => alpha(page)).not.toBe(first);
    await page.getByRole('button', { name: 'Pause' }).click();
  });

  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Train 3 networks' })).toBeVisible();
  await expect(networkRows(page)).toHaveCount(rows);
});

test('α, the trainings and the matching play on the page, and change its pictures', async ({ page }) => {
  await openTrained(page);
  await page.keyboard.press('w');
  const picture = (): Promise<string> =>
    page.getByRole('img', { name: /^Decision regions/ }).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const before = await picture();
  await expect.poll(picture).not.toBe(before);
  await page.keyboard.press('w');
  await expect(page.getByRole('button', { name: /^Play α/ })).toBeVisible();

  await page.getByRole('button', { name: 'What plays' }).click();
  await page.getByRole('menuitem', { name: /^the trainings/ }).click();
  await expect(figure(page, 'Probe').getByText(/^network A after epoch \d+$/)).toBeVisible();
  const slider = page.getByRole('slider', { name: /^How far the trainings/ });
  await slider.fill('0');
  await expect(figure(page, 'Probe').getByText('network A after epoch 0', { exact: true })).toBeVisible();
  await slider.fill('1');
  await expect(figure(page, 'Probe').getByText('network A after epoch 10', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'End what plays' }).click();
  await expect(figure(page, 'Probe').getByText(/^α = /).first()).toBeVisible();

  await page.getByRole('button', { name: 'What plays' }).click();
  await page.getByRole('menuitem', { name: /^the matching/ }).click();
  const dialog = page.getByRole('dialog', { name: /take their places/ });
  await expect(dialog.getByRole('img', { name: /^A$/ })).toBeVisible();
  await dialog.getByRole('slider').fill('1');
  await expect(dialog.getByRole('img', { name: /^B′: B in A’s order/ })).toBeVisible();
  await still(page);
  await scan(page, 'matching');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('a lesson travels in its link, reacts to what was done, and resets a lost reader', async ({ page, fresh }) => {
  await openTrained(page);
  await call(page, 'setView', { probe: { kind: 'path', path: 'naive', alpha: 0.1 } });
  await call(page, 'addScene', {
    title: 'Half-way',
    say: 'Both networks do the task.',
    task: 'Drag α to ½.',
    question: 'What happened?',
    answer: 'It broke.',
    until: { kind: 'alpha', alpha: 0.5 },
  });
  await call(page, 'addScene', { title: 'The end', say: 'That was all.' });
  await call(page, 'showScene', 0);
  await page.getByRole('button', { name: 'Scenes', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Scenes of a talk or a lesson' });
  await dialog.getByRole('button', { name: /^Left out/ }).click();
  for (const part of ['Data', 'Network', 'Training', 'Seeds', 'The button that trains']) await dialog.getByText(part, { exact: true }).click();
  await dialog.getByRole('button', { name: 'Read as a lesson' }).click();
  await expect(page.getByRole('region', { name: 'Half-way' })).toContainText('Drag α to ½.');
  await expect(page.getByRole('heading', { name: 'Experiment' })).toHaveCount(0);
  const link = await call<string>(page, 'permalink');

  const reader = await fresh({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await reader.goto(link);
  const step = reader.getByRole('region', { name: 'Half-way' });
  await expect(step).toContainText('Step 1 of 2');
  await expect(matchedSentence(reader)).toBeVisible({ timeout: 60_000 });
  await still(reader);
  await scan(reader, 'lesson on a phone');
  await expect(step).not.toContainText('Done');
  const slider = reader.getByRole('slider', { name: 'α' });
  await slider.focus();
  for (let i = 0; i < 4; i++) await slider.press('PageUp');
  await expect(step).toContainText('Done: α is within 0.03 of 0.50.');
  await step.getByRole('button', { name: 'Show the answer' }).click();
  await expect(step).toContainText('It broke.');
  await step.getByRole('button', { name: 'Reset to this step' }).click();
  await expect(step).not.toContainText('Done');
  await expect(slider).toHaveValue('0.1');
  await step.getByRole('button', { name: 'Next step' }).click();
  await expect(reader.getByRole('region', { name: 'The end' })).toBeVisible();
  await reader.reload();
  await expect(reader.getByRole('region', { name: 'The end' })).toContainText('Step 2 of 2');
  await reader.getByRole('button', { name: 'Close the lesson' }).click();
  await expect(reader.getByRole('region', { name: 'The end' })).toHaveCount(0);
});
