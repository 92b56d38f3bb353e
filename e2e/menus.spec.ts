/** Every entry of every menu, pressed. A menu or an entry that is new and not expected here fails. */
import type { Page } from '@playwright/test';
import { choice, bytesOf, downloads, FIGURE_FILES, menuNames, pressAll, toggle, type Entry, type Expectation } from './menu-walk.ts';
import { drawn, showTab, tabs, type Tab } from './lab-screen.ts';
import { allFigures, drop, figure, hashOf, messages, networkRows, start, trainSmall } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

const ROW = /: options$/;

function rowOf({ page, menu }: Pick<Entry, 'page' | 'menu'>): ReturnType<typeof networkRows> {
  const name = menu.replace(ROW, '');
  return networkRows(page).filter({ has: page.getByRole('button', { name: `${name}: options`, exact: true }) });
}

async function idOf({ page, menu }: Entry): Promise<string> {
  const all = await call<{ id: string; name: string }[]>(page, 'networks');
  return all.find(({ name }) => name === menu.replace(ROW, ''))?.id ?? '';
}

async function undo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
}

/** The disc on a row: the role that the network plays. */
async function roleOf(entry: Entry): Promise<string> {
  return (await rowOf(entry).locator('.disc').textContent()) ?? '';
}

const NETWORK_MENU: readonly Expectation[] = [
  {
    menu: ROW,
    entry: /^Network [ABC]$/,
    comes: async (entry) => {
      const before = await roleOf(entry);
      const letter = entry.label.slice(-1);
      await entry.press();
      await expect(rowOf(entry).locator('.disc')).toHaveText(letter);
      expect(await entry.isChosen()).toBe(true);
      if (before === letter) return;
      await undo(entry.page);
      await expect(rowOf(entry).locator('.disc')).toHaveText(before);
    },
  },
  {
    menu: ROW,
    entry: /^Details$/,
    comes: async (entry) => {
      await entry.press();
      const dialog = entry.page.getByRole('dialog', { name: entry.menu.replace(ROW, ''), exact: true });
      await expect(dialog.getByText('Parameters')).toBeVisible();
      await expect(dialog.getByText('Read it as')).toHaveCount(entry.menu.startsWith('dropped') ? 1 : 0);
      await dialog.getByRole('button', { name: 'Close' }).click();
      await expect(dialog).toHaveCount(0);
    },
  },
  {
    menu: ROW,
    entry: /^Rename$/,
    comes: async (entry) => {
      const name = entry.menu.replace(ROW, '');
      await entry.press();
      const dialog = entry.page.getByRole('dialog', { name: `Rename ${name}`, exact: true });
      await dialog.getByRole('textbox', { name: 'Name' }).fill('another name');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await expect(rowOf({ ...entry, menu: 'another name: options' })).toHaveCount(1);
      await call(entry.page, 'rename', await idOf({ ...entry, menu: 'another name: options' }), name);
      await expect(rowOf(entry)).toHaveCount(1);
    },
  },
  {
    menu: ROW,
    entry: /^Export \(safetensors\)$/,
    comes: async (entry) => {
      const [file] = await downloads(entry.page, 1, () => entry.press());
      expect(file.suggestedFilename()).toBe(`${entry.menu.replace(ROW, '').replace(/\.safetensors$/, '')}.safetensors`);
      const bytes = await bytesOf(file);
      const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString()) as Record<string, { shape?: number[] }>;
      expect(header['0.weight'].shape).toEqual([16, 2]);
      expect(bytes.equals(await exported(entry.page, await idOf(entry)))).toBe(true);
    },
  },
  {
    menu: ROW,
    entry: /^Delete$/,
    comes: async (entry) => {
      const [name, before] = [entry.menu.replace(ROW, ''), await roleOf(entry)];
      await entry.press();
      await expect(rowOf(entry)).toHaveCount(0);
      await expect(messages(entry.page)).toContainText(`Deleted '${name}'.`);
      // The header's, since the message that offers it too goes by itself.
      await entry.page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
      await expect(rowOf(entry).locator('.disc')).toHaveText(before);
    },
  },
];

/** What the scripting interface gives, both ways. */
async function exported(page: Page, id: string): Promise<Buffer> {
  const both = await page.evaluate(async (network) => {
    const { ridgeline } = window as unknown as { ridgeline: Record<'exportNetwork' | 'run', (...given: unknown[]) => Promise<Blob>> };
    const blobs = [await ridgeline.exportNetwork(network), await ridgeline.run('exportNetwork', { id: network })];
    return Promise.all(blobs.map(async (blob) => Array.from(new Uint8Array(await blob.arrayBuffer()))));
  }, id);
  expect(both[1]).toEqual(both[0]);
  return Buffer.from(both[0]);
}

const PATH_MENU: readonly Expectation[] = [
  { menu: /^Path options$/, entry: /^Logarithmic loss$/, comes: toggle('curve.log') },
  { menu: /^Path options$/, entry: /^α from −0.5 to 1.5$/, comes: toggle('curve.extended') },
  { menu: /^Path options$/, entry: /^Above the (chord|mean of the ends|worse end)$/, comes: choice('curve.barrier') },
  { menu: /^Path options$/, entry: /^\d+ points$/, comes: choice('curve.points') },
];

/** Something plays, and waits: how it plays can be chosen. */
async function pausedPlay(page: Page): Promise<void> {
  const path = figure(page, 'Path');
  await path.getByRole('button', { name: 'Play α from A to B and back' }).click();
  await path.getByRole('button', { name: 'Pause' }).click();
}

const PLAY_MENU: readonly Expectation[] = [
  {
    menu: /^What plays$/,
    entry: /^α from A to B and back$/,
    comes: async (entry) => {
      await entry.press();
      await figure(entry.page, 'Path').getByRole('button', { name: 'Pause' }).click();
    },
  },
  {
    menu: /^What plays$/,
    entry: /^the trainings$/,
    comes: async (entry) => {
      await entry.press();
      await expect(entry.page.getByRole('slider', { name: /^How far the trainings/ })).toBeVisible();
      await entry.page.getByRole('button', { name: 'End what plays' }).click();
    },
  },
  {
    menu: /^What plays$/,
    entry: /^the matching$/,
    comes: async (entry) => {
      await entry.press();
      const dialog = entry.page.getByRole('dialog', { name: /take their places/ });
      await expect(dialog).toBeVisible();
      await entry.page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    },
  },
  {
    menu: /^What plays$/,
    entry: /^(Half speed|Normal speed|Twice the speed)$/,
    comes: async (entry) => {
      await pausedPlay(entry.page);
      await entry.press();
      expect(await entry.isChosen()).toBe(true);
      await call(entry.page, 'run', 'endPlay');
    },
  },
  {
    menu: /^What plays$/,
    entry: /^Again and again$/,
    comes: async (entry) => {
      await pausedPlay(entry.page);
      const before = await entry.isChosen();
      await entry.press();
      expect(await entry.isChosen()).toBe(!before);
      await call(entry.page, 'run', 'endPlay');
    },
  },
];

const PLANE_MENU: readonly Expectation[] = [
  { menu: /^Plane options$/, entry: /^(Loss \(log colours\)|Accuracy)$/, comes: choice('plane.metric') },
  { menu: /^Plane options$/, entry: /^Training paths$/, comes: toggle('plane.paths') },
  { menu: /^Plane options$/, entry: /^\d+ × \d+ points$/, comes: choice('plane.resolution') },
];

const LAYERS_MENU: readonly Expectation[] = [
  {
    menu: /^Layers options$/,
    entry: /^(one layer at a time|from the input up to each layer|from each layer to the output)$/,
    comes: choice('layers.schedule'),
  },
  { menu: /^Layers options$/, entry: /^from (A and from B|A \(into A\)|B \(into B\))$/, comes: choice('layers.into') },
  { menu: /^Layers options$/, entry: /^the (loss|error, in percentage points)$/, comes: choice('layers.metric') },
];

const PROBE_MENU: readonly Expectation[] = (
  [
    ['Decision regions', true],
    ['Confusion matrix', false],
  ] as const
).map(([label, regions]) => ({
  menu: /^Probe options$/,
  entry: new RegExp(`^${label}$`),
  comes: async (entry) => {
    await entry.press();
    expect(await entry.isChosen()).toBe(true);
    const map = figure(entry.page, 'Probe').getByRole('img', { name: /^Decision regions/ });
    await expect(map).toHaveCount(regions ? 1 : 0);
    await expect(figure(entry.page, 'Probe').getByRole('table')).toHaveCount(regions ? 0 : 1);
  },
}));

const THEME_MENU: readonly Expectation[] = (
  [
    ['As the system', null],
    ['Light', 'light'],
    ['Dark', 'dark'],
  ] as const
).map(([label, theme]) => ({
  menu: /^Theme$/,
  entry: new RegExp(`^${label}$`),
  comes: async (entry) => {
    await entry.press();
    expect(await entry.isChosen()).toBe(true);
    expect(await entry.page.evaluate(() => document.documentElement.dataset['theme'] ?? null)).toBe(theme);
  },
}));

/** Waits until the figures are computed again after a change. */
async function calm(page: Page): Promise<void> {
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'cancel' })).toHaveCount(0, { timeout: 60_000 });
}

/** Three small networks, their matched copies, and one that was imported. */
async function sixNetworks(page: Page): Promise<void> {
  await start(page);
  await ready(page);
  await trainSmall(page, { epochs: '5' });
  await allFigures(page);
  const [{ id }] = await call<{ id: string }[]>(page, 'networks');
  // Ridgeline's own files say how they are read: nothing is asked.
  await drop(page, [{ name: 'dropped.safetensors', bytes: await exported(page, id) }]);
  await expect(networkRows(page)).toHaveCount(6);
}

test('every menu of Explore', async ({ page }) => {
  test.slow();
  await sixNetworks(page);
  const names = await menuNames(page);
  const rows = names.filter((name) => ROW.test(name));
  expect(rows).toHaveLength(6);
  const expectations = [...NETWORK_MENU, ...THEME_MENU, ...PATH_MENU, ...PLAY_MENU, ...PLANE_MENU, ...LAYERS_MENU, ...PROBE_MENU, ...FIGURE_FILES];
  const met = new Set<Expectation>();
  // A trained one with a role, a matched copy, the imported one: the others are of the same kinds.
  const chosen = [rows[0], rows[3], rows.find((name) => name.startsWith('dropped')) ?? 'none'];
  for (const name of chosen) {
    await pressAll(page, [name], expectations, met);
    await calm(page);
  }
  for (const name of names.filter((other) => !ROW.test(other) && other !== 'Computing backend')) {
    await calm(page);
    if (name === 'What plays') await pausedPlay(page);
    await pressAll(page, [name], expectations, met);
  }
  expect(expectations.filter((expectation) => !met.has(expectation)).map(({ menu, entry }) => `${String(menu)} ${String(entry)}`)).toEqual([]);
});

/** What the header holds in one menu where there is no room for buttons. */
const FOLDED: readonly Expectation[] = [
  {
    menu: /^Share, theme and help$/,
    entry: /^Share$/,
    comes: async (entry) => {
      await entry.press();
      await entry.page.getByRole('dialog', { name: 'Share' }).getByRole('button', { name: 'Copy link' }).click();
      await expect(messages(entry.page)).toContainText('The link was copied.');
    },
  },
  {
    menu: /^Share, theme and help$/,
    entry: /^Gallery$/,
    comes: async (entry) => {
      await entry.press();
      const gallery = entry.page.getByRole('dialog', { name: 'Gallery' });
      await expect(gallery.getByRole('link')).toHaveCount(7);
      await gallery.getByRole('button', { name: 'Close' }).click();
      await expect(gallery).toHaveCount(0);
    },
  },
  {
    menu: /^Share, theme and help$/,
    entry: /^Scenes$/,
    comes: async (entry) => {
      await entry.press();
      const scenes = entry.page.getByRole('dialog', { name: 'Scenes' });
      await expect(scenes).toBeVisible();
      await scenes.getByRole('button', { name: 'Close' }).click();
      await expect(scenes).toHaveCount(0);
    },
  },
  {
    menu: /^Share, theme and help$/,
    entry: /^Present$/,
    comes: async (entry) => {
      await entry.press();
      await expect(entry.page.getByRole('navigation', { name: 'Places' })).toHaveCount(0);
      await entry.page.keyboard.press('Escape');
      await expect(entry.page.getByRole('navigation', { name: 'Places' })).toBeVisible();
    },
  },
  {
    menu: /^Share, theme and help$/,
    entry: /^Help$/,
    comes: async (entry) => {
      await entry.press();
      const help = entry.page.getByRole('dialog', { name: 'Help' });
      await expect(help.getByRole('tab', { name: 'Keys' })).toBeVisible();
      await help.getByRole('button', { name: 'Close' }).click();
      await expect(help).toHaveCount(0);
    },
  },
  ...THEME_MENU.map((expectation): Expectation => ({ ...expectation, menu: /^Share, theme and help$/ })),
];

test('every menu of Explore on a phone', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await sixNetworks(page);
  await page.setViewportSize({ width: 390, height: 844 });
  const expectations = [...FOLDED, ...PATH_MENU, ...PLANE_MENU, ...LAYERS_MENU, ...PROBE_MENU, ...FIGURE_FILES];
  const met = new Set<Expectation>();
  const bar = page.getByRole('navigation', { name: 'Figures' });
  for (const name of ['Path', 'Plane', 'Probe', 'Layers']) {
    await bar.getByRole('button', { name, exact: true }).click();
    // What plays is pressed on the wide screen.
    const menus = (await menuNames(page)).filter((menu) => menu !== 'What plays' && (menu.endsWith(' options') || name === 'Path'));
    expect(menus.length).toBeGreaterThan(0);
    await pressAll(page, menus, expectations, met);
  }
  expect(expectations.filter((expectation) => !met.has(expectation)).map(({ menu, entry }) => `${String(menu)} ${String(entry)}`)).toEqual([]);
});

const BARRIERS_MENU: readonly Expectation[] = [
  {
    menu: /^Barrier of each layer options$/,
    entry: /^the (mean of the full ends|chord between the full ends|segment’s own two ends)$/,
    comes: choice('barriers.reference'),
  },
  { menu: /^Barrier of each layer options$/, entry: /^(averaged \(α = ½\)|fully replaced)$/, comes: choice('barriers.replaced') },
  { menu: /^Barrier of each layer options$/, entry: /^(6|11|21)$/, comes: choice('barriers.most') },
];

test('every menu of every figure in Layers', async ({ page }) => {
  test.slow();
  await page.goto(
    `?backend=wasm${hashOf(['v=1', 'data=moons', 'place=layers', 'hidden=8,8', 'epochs=20', 'pairs=init:1:1', 'sweep.rates=0.01,0.1'])}`,
  );
  await ready(page);
  await page.getByRole('button', { name: 'Train 1 pair' }).click();
  await expect(networkRows(page)).toHaveCount(2, { timeout: 60_000 });
  const expectations = [...BARRIERS_MENU, ...FIGURE_FILES];
  const met = new Set<Expectation>();
  for (const name of await tabs(page).getByRole('button').allTextContents()) {
    const shown = await showTab(page, name as Tab);
    if (name === 'Layer by layer') await call(page, 'run', 'showCell', { cell: { path: 'naive', into: 'A', row: 0, column: 1 } });
    if (name === 'Sensitivity') await shown.getByRole('button', { name: 'Train and measure' }).click();
    await drawn(shown);
    await calm(page);
    const menus = (await menuNames(page)).filter((menu) => / options$/.test(menu) && !ROW.test(menu));
    expect(menus).toHaveLength(name === 'Layer by layer' ? 2 : 1);
    await pressAll(page, menus, expectations, met);
  }
  expect(met.size).toBe(expectations.length);
});

/** The header's buttons beside its menus, in their order. */
const HEADER = ['Explore', 'Layers', 'Gallery', 'Undo', 'Redo', 'Share', 'Scenes', 'Present', 'Theme', 'Help'];

test('every button of the header, and every backend', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await start(page);
  await ready(page);
  const header = page.getByRole('banner');
  const names = await header.getByRole('button').evaluateAll((buttons) => buttons.map((b) => b.getAttribute('aria-label') ?? b.textContent));
  expect(names).toEqual(HEADER);
  await header.getByRole('button', { name: 'Layers' }).click();
  await expect(tabs(page)).toBeVisible();
  await header.getByRole('button', { name: 'Explore' }).click();
  await expect(tabs(page)).toHaveCount(0);

  await call(page, 'run', 'setExperiment', { architecture: { hidden: [5] } });
  await expect(page).toHaveURL(/hidden=5/);
  await header.getByRole('button', { name: 'Undo' }).click();
  await expect(page).not.toHaveURL(/hidden=5/);
  await header.getByRole('button', { name: 'Redo' }).click();
  await expect(page).toHaveURL(/hidden=5/);

  await header.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('dialog', { name: 'Share' }).getByRole('button', { name: 'Copy link' }).click();
  await expect(messages(page)).toContainText('The link was copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/hidden=5/);
  await header.getByRole('button', { name: 'Help' }).click();
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);

  const met = new Set<Expectation>();
  expect((await menuNames(page)).filter((menu) => !menu.endsWith(' options'))).toEqual(['Theme', 'Computing backend']);
  await pressAll(page, ['Theme', 'Computing backend'], [...THEME_MENU, BACKEND_MENU], met);
  expect(met.size).toBe(THEME_MENU.length + 1);
});

const DEVICES: Readonly<Record<string, RegExp>> = {
  WebGPU: /^WebGPU/,
  WebGL: /^WebGL/,
  WebAssembly: /^WebAssembly/,
  'plain JavaScript': /^plain JavaScript/,
};

/** The backend that was chosen computes, or another does and the reason is told. */
const BACKEND_MENU: Expectation = {
  menu: /^Computing backend$/,
  entry: /^(The best found|WebGPU|WebGL|WebAssembly|plain JavaScript)$/,
  comes: async (entry) => {
    await entry.press();
    expect(await entry.isChosen()).toBe(true);
    const text = entry.page.getByTestId('backend');
    if (entry.label === 'The best found') await expect(text).toHaveText(/^(WebGPU|WebGL|WebAssembly)/);
    else await expect(text).toHaveText(new RegExp(`${DEVICES[entry.label].source}| \\*$`));
    if (((await text.textContent()) ?? '').endsWith('*')) await expect(text).toHaveAttribute('title', /\w/);
  },
};
