// `npm test`: types, format, lint, unit tests, browser tests, the engines' tests; ends with a table of the suites and one line over all of them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

const reports = 'test-results';
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** One a suite: { title, seconds, passed, failed, skipped }, where `skipped` counts by reason. */
const suites = [];

/** Runs a script; `read` gives the suite's counts from whether it succeeded. */
function run(title, script, args, { environment = {}, read = oneCheck } = {}) {
  console.log(`\n== ${title}`);
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit', env: { ...process.env, ...environment } });
  const seconds = (performance.now() - started) / 1000;
  console.log(`== ${title}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds.toFixed(0)} s)`);
  suites.push({ title, seconds, ...read(status === 0) });
}

function oneCheck(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: {} };
}

/** Reads a suite's counts from its JSON report; a suite that broke without a failed test in its report counts as one failure. */
function reportAt(path, counts) {
  return (ok) => {
    const read = existsSync(path) ? counts(JSON.parse(readFileSync(path, 'utf8'))) : { passed: 0, failed: 0, skipped: {} };
    return { ...read, failed: ok ? read.failed : Math.max(read.failed, 1) };
  };
}

function vitestCounts(report) {
  const skipped = report.numPendingTests + report.numTodoTests;
  return {
    passed: report.numPassedTests,
    failed: Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0),
    // The only reason for which a unit test is skipped (testing/shared.ts).
    skipped: skipped > 0 ? { 'needs the shared files (RIDGELINE_SHARED)': skipped } : {},
  };
}

function playwrightCounts({ stats, suites: files }) {
  const tests = files.flatMap(testsOf).filter(({ status }) => status === 'skipped');
  const skipped = {};
  for (const { annotations } of tests) {
    const reason = annotations.find(({ type }) => type === 'skip')?.description ?? 'did not run, because a test before it failed';
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  }
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped };
}

function testsOf({ specs = [], suites: inner = [] }) {
  return [...specs.flatMap(({ tests }) => tests), ...inner.flatMap(testsOf)];
}

function total(counts) {
  return counts.reduce((sum, count) => sum + count, 0);
}

const unitReport = `${reports}/unit.json`;
const browserReport = `${reports}/browser.json`;
const enginesReport = `${reports}/engines.json`;

run('kernels', 'src/tools/build-kernels.mjs', []);
run('types', 'node_modules/typescript/bin/tsc', ['--noEmit']);
run('format', 'node_modules/prettier/bin/prettier.cjs', ['--check', '.', '--log-level', 'warn']);
run('lint', 'node_modules/eslint/bin/eslint.js', ['.', '--max-warnings', '0']);
run('unit tests', 'node_modules/vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`], {
  read: reportAt(unitReport, vitestCounts),
});
run('browser tests', 'src/tools/e2e.mjs', [], {
  environment: { RIDGELINE_BROWSER_REPORT: browserReport },
  read: reportAt(browserReport, playwrightCounts),
});
run('three engines', 'src/tools/engines.mjs', ['--built'], {
  environment: { RIDGELINE_BROWSER_REPORT: enginesReport },
  read: reportAt(enginesReport, playwrightCounts),
});

const reasons = {};
for (const { skipped } of suites) for (const [reason, count] of Object.entries(skipped)) reasons[reason] = (reasons[reason] ?? 0) + count;
const totals = {
  passed: total(suites.map(({ passed }) => passed)),
  failed: total(suites.map(({ failed }) => failed)),
  skipped: total(Object.values(reasons)),
};

console.log(`\n${'suite'.padEnd(16)}${['seconds', 'passed', 'failed', 'skipped'].map((head) => head.padStart(9)).join('')}`);
for (const { title, seconds, passed, failed, skipped } of suites) {
  const cells = [seconds.toFixed(0), passed, failed, total(Object.values(skipped))];
  console.log(`${title.padEnd(16)}${cells.map((cell) => String(cell).padStart(9)).join('')}`);
}
for (const [reason, count] of Object.entries(reasons)) console.log(`\n${count} skipped: ${reason}.`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`);
process.exit(totals.failed === 0 ? 0 : 1);
