// `npm test`: types, format, lint, unit tests, browser tests; ends with one line over all of them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

const reports = 'test-results';
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const totals = { passed: 0, failed: 0, skipped: 0 };

function run(title, script, args, environment = {}) {
  console.log(`\n== ${title}`);
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit', env: { ...process.env, ...environment } });
  console.log(`== ${title}: ${status === 0 ? 'ok' : 'FAILED'} (${((performance.now() - started) / 1000).toFixed(0)} s)`);
  return status === 0;
}

function count(ok) {
  totals[ok ? 'passed' : 'failed'] += 1;
}

/** Adds a suite's counts from its JSON report; a suite that broke without a failed test in its report counts as one failure. */
function countReport(ok, path, read) {
  const counts = existsSync(path) ? read(JSON.parse(readFileSync(path, 'utf8'))) : { passed: 0, failed: 0, skipped: 0 };
  totals.passed += counts.passed;
  totals.failed += ok ? counts.failed : Math.max(counts.failed, 1);
  totals.skipped += counts.skipped;
}

const unitReport = `${reports}/unit.json`;
const browserReport = `${reports}/browser.json`;

count(run('kernels', 'src/tools/build-kernels.mjs', []));
count(run('types', 'node_modules/typescript/bin/tsc', ['--noEmit']));
count(run('format', 'node_modules/prettier/bin/prettier.cjs', ['--check', '.', '--log-level', 'warn']));
count(run('lint', 'node_modules/eslint/bin/eslint.js', ['.', '--max-warnings', '0']));
countReport(
  run('unit tests', 'node_modules/vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]),
  unitReport,
  (report) => ({
    passed: report.numPassedTests,
    failed: Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0),
    skipped: report.numPendingTests + report.numTodoTests,
  }),
);
countReport(run('browser tests', 'src/tools/e2e.mjs', [], { RIDGELINE_BROWSER_REPORT: browserReport }), browserReport, ({ stats }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected,
  skipped: stats.skipped,
}));

if (totals.skipped > 0)
  console.log(`\n${totals.skipped} tests were skipped: they need the shared files (RIDGELINE_SHARED) and say so in their names.`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`);
process.exit(totals.failed === 0 ? 0 : 1);
