// Row 12 of the benchmark: a first visit with nothing kept: when the page paints, says its sentence and draws its figures, and what that weighs.

const RUNS = 5;
const TIMEOUT_MS = 60_000;
/** A fresh window is built up by the browser meanwhile: a visitor's is open already. */
const WINDOW_MS = 1500;
const KINDS = [
  ['paint', 'first paint'],
  ['sentence', 'the sentence with its numbers'],
  ['first', 'first figure'],
  ['all', 'all four figures'],
];

/** Watches the page from its start: when each thing is first there, in milliseconds, looked at with every frame. */
function watchVisit() {
  const { document, requestAnimationFrame } = globalThis;
  const marks = {};
  const shows = (title, part) => document.querySelector(`section[data-figure="${title}"] ${part}`) !== null;
  const figures = () => [
    shows('curve', '.plot-area .scatterlayer .js-line'),
    shows('plane', '.plot-area .heatmaplayer image, .plot-area .contourlayer path'),
    shows('layers', '.plot-area .trace, .plot-area .heatmaplayer image'),
    shows('probe', 'canvas'),
  ];
  const mark = (name, there) => (marks[name] ??= there ? performance.now() : undefined);
  const look = () => {
    const drawn = figures();
    mark('sentence', /barrier of [\d.]/.test(document.querySelector('[data-testid="sentence"]')?.textContent ?? ''));
    mark('first', drawn.includes(true));
    mark('all', !drawn.includes(false));
    if (marks.all === undefined || marks.sentence === undefined) requestAnimationFrame(look);
    else globalThis.visit = { ...marks, paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime };
  };
  requestAnimationFrame(look);
}

/** One visit in a fresh profile. */
async function visit(browser, site, backend) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.waitForTimeout(WINDOW_MS);
    const answers = [];
    context.on('response', (response) => answers.push(response));
    await page.addInitScript(watchVisit);
    await page.goto(new URL(`?backend=${backend}`, site).href);
    const found = await page.waitForFunction(() => globalThis.visit, null, { timeout: TIMEOUT_MS }).then((handle) => handle.jsonValue());
    const sizes = await Promise.all(
      answers.map((answer) =>
        answer
          .request()
          .sizes()
          .then(
            ({ responseBodySize }) => responseBodySize,
            () => 0,
          ),
      ),
    );
    return { ...found, requests: answers.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    await context.close();
  }
}

function median(values) {
  return [...values].sort((p, q) => p - q)[Math.floor(values.length / 2)];
}

/** One row a kind; the note of the last says what was fetched until then, packed as the server sends it. */
export async function measureVisits(browser, site, backend) {
  const visits = [];
  for (let run = 0; run < RUNS; run++) visits.push(await visit(browser, site, backend));
  const weight = `${median(visits.map(({ requests }) => requests))} files, ${(median(visits.map(({ bytes }) => bytes)) / 1e6).toFixed(2)} MB`;
  return KINDS.map(([name, words]) => ({
    id: `12. cold visit: ${words}`,
    backend,
    ms: median(visits.map((found) => found[name])),
    ratio: null,
    naiveMs: null,
    naive: null,
    runs: RUNS,
    note: name === 'all' ? weight : '',
  }));
}
