/** What a person does on the screen and sees there, in any engine: see ../screen.ts for the same in Playwright's words. */
import { expect } from '@playwright/test';
import type { Driver, Found, Target } from './driver.ts';

/** Under a busy machine an engine without a GPU takes its time; on a quiet one nothing here takes more than a few seconds. */
export const PATIENCE = { timeout: 240_000 };

/** What stands on the screen, as plain data. */
export interface Seen {
  /** The sentence above the figures. */
  readonly sentence: string;
  /** Names of the figures that are drawn. */
  readonly figures: readonly string[];
  readonly probe: string;
  readonly path: string;
  readonly networks: readonly string[];
  readonly status: string;
  readonly messages: string;
  /** Something runs that can be cancelled. */
  readonly busy: boolean;
}

/** Reads the screen. Runs in the page: it may use nothing of this module. */
function read(): Seen {
  const words = (element: HTMLElement | null | undefined): string => element?.innerText.replace(/\s+/g, ' ').trim() ?? '';
  const section = (title: string): HTMLElement | undefined =>
    [...document.querySelectorAll<HTMLElement>('section')].find(
      (element) => words(element.querySelector<HTMLElement>('h2')) === title || element.getAttribute('aria-label') === title,
    );
  const footer = document.querySelector<HTMLElement>('footer');
  const drawn = [...document.querySelectorAll<HTMLElement>('[role=img]')].filter(
    (element) => element instanceof HTMLCanvasElement || element.querySelector('.main-svg') !== null,
  );
  return {
    sentence: words(document.querySelector<HTMLElement>('[data-testid=sentence]')),
    figures: drawn.map((element) => element.getAttribute('aria-label') ?? ''),
    probe: words(section('Probe')),
    path: words(section('Path')),
    networks: [...(section('Networks')?.querySelectorAll('li') ?? [])].map(words),
    status: words(footer),
    messages: words(section('Messages')),
    busy: [...(footer?.querySelectorAll('button') ?? [])].some((button) => words(button) === 'cancel'),
  };
}

export async function look(driver: Driver): Promise<Seen> {
  return driver.evaluate(read, null);
}

/** Waits until there is what has that role and name, and can be pressed. */
export async function found(driver: Driver, role: Target['role'], name: string): Promise<Found> {
  let element: Found | null = null;
  const search = async (): Promise<boolean> => (element = await driver.find({ role, name })) !== null;
  await expect.poll(search, { ...PATIENCE, message: `${role} "${name}"` }).toBe(true);
  return element!;
}

export async function press(driver: Driver, role: Target['role'], name: string): Promise<void> {
  await (await found(driver, role, name)).click();
}

/** Opens a part of the left column: Data, Network, Training, Seeds, Matching. */
export async function open(driver: Driver, title: string): Promise<void> {
  await press(driver, 'button', `^${title} `);
}

/** Chooses an option of a list by the list's label. */
export async function choose(driver: Driver, label: string, option: string): Promise<void> {
  await press(driver, 'button', ` ${label}$`);
  await press(driver, 'option', `^${option}`);
}

/** Types into a field in place of what it holds. */
export async function fill(driver: Driver, label: string, value: string): Promise<void> {
  await press(driver, 'textbox', `^${label}$`);
  await driver.evaluate(() => (document.activeElement as HTMLInputElement).select(), null);
  await driver.enter(value);
}

/** Waits until the screen shows what is asked for. */
export async function sees(driver: Driver, wanted: Partial<Record<keyof Seen, unknown>>): Promise<Seen> {
  await expect.poll(async () => look(driver), PATIENCE).toMatchObject(wanted);
  return look(driver);
}

/** Waits until every figure stands, matched side included, and nothing runs any more. */
export async function allFigures(driver: Driver): Promise<Seen> {
  return sees(driver, {
    sentence: expect.stringMatching(/^(Averaging A .*and B .*(raises|keeps|lowers|gives)|Between A .*and B .*the).*Match(ed|ing) neuron by neuron/),
    figures: expect.arrayContaining(['Loss or accuracy along the path from A to B', expect.stringMatching(/^Map through/), 'Barrier by layer']),
    probe: expect.stringMatching(/(test|train) loss [\d.]+ accuracy [\d.]+ %/),
    busy: false,
  });
}
