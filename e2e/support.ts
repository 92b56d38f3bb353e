/**
 * What every browser test shares: a page that fails the test on any console error, warning, page error or request to another
 * origin; access to the shared files; and typed calls of window.ridgeline.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test as base, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';

const shared = resolve(process.env['RIDGELINE_SHARED'] ?? '../shared');
export const hasShared = existsSync(join(shared, 'reference'));

/** Without a graphics card Chromium itself reads every picture that WebGL drew, and warns of that. The page reads none (enlarged.spec.ts). */
export const WEBGL_MESSAGES = [/GPU stall due to ReadPixels/];

/** Playwright's own words: a service worker would answer in place of the site under test (playwright.config.ts). */
const SERVICE_WORKER_BLOCKED = /Service Worker registration blocked by Playwright/;

interface Fixtures {
  /** Console messages that a test allows, and says why. */
  allowedMessages: RegExp[];
  /** Opens a page in a fresh browser profile, watched like `page` and closed at the end. */
  fresh: (options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  allowedMessages: [[], { option: true }],
  page: async ({ page, allowedMessages, baseURL }, use) => {
    const complaints = watch(page, allowedMessages, new URL(baseURL ?? page.url()).origin);
    await use(page);
    refuse(complaints);
  },
  fresh: async ({ browser, allowedMessages, baseURL }, use) => {
    const complaints: string[][] = [];
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      const page = await context.newPage();
      complaints.push(watch(page, allowedMessages, new URL(baseURL ?? page.url()).origin));
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    refuse(complaints.flat());
  },
});

function refuse(complaints: readonly string[]): void {
  if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`);
}

export { expect };

/** Collects what a clean page never does. The array grows while the page lives. */
export function watch(page: Page, allowed: readonly RegExp[], origin: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    if (![SERVICE_WORKER_BLOCKED, ...allowed].some((pattern) => pattern.test(message.text())))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) complaints.push(`left the origin: ${request.url()}`);
  });
  return complaints;
}

/** Tests that need the shared files: skipped by name without them, failing where CI is set. */
export function needsShared(): void {
  if (!hasShared && process.env['CI']) throw new Error(`The shared files are missing: set RIDGELINE_SHARED (looked in ${shared}).`);
  test.skip(!hasShared, 'needs the shared files (RIDGELINE_SHARED)');
}

export function sharedFile(...parts: string[]): string {
  return join(shared, ...parts);
}

export interface ReferenceLayerwise {
  full: number;
  single: { restA: number[]; restB: number[] };
  cumulativeFromInput: { restA: number[]; restB: number[] };
  cumulativeFromOutput: { restA: number[]; restB: number[] };
}

interface ReferencePath {
  loss: number[];
  accuracy: number[];
  barrier: { lerp: number; mean: number; max: number };
  layerwise: ReferenceLayerwise;
  plane: { unit: number; pointsXY: number[][]; x: number[]; y: number[]; loss: number[][]; accuracy: number[][] };
}

export interface Expected {
  architecture: { activation: 'relu' | 'tanh'; norm: string };
  dataset: string;
  endpoints: { loss: number; accuracy: number }[];
  distance: { AB: number };
  naive: ReferencePath & { alpha: number[] };
  aligned: ReferencePath & { permutationsB: number[][]; distance: { AB: number } };
}

export function expected(name: string): Expected {
  return JSON.parse(readFileSync(sharedFile('reference', name, 'expected.json'), 'utf8')) as Expected;
}

/** A file's bytes as base64, to hand to the page. */
export function base64(...parts: string[]): string {
  return readFileSync(sharedFile(...parts)).toString('base64');
}

/** A page that runs functions on plain arguments: Playwright's, or that of another driver (engines/driver.ts). */
export interface Scripted {
  evaluate<Argument, Result>(body: (argument: Argument) => Result | Promise<Result>, argument: Argument): Promise<Result>;
}

/** Waits until window.ridgeline accepts calls. */
export async function ready(page: Scripted): Promise<void> {
  await expect.poll(async () => page.evaluate(() => 'ridgeline' in window, null), { timeout: 120_000 }).toBe(true);
}

/** Calls window.ridgeline[name](...args) with plain data; typed arrays come back as plain arrays. */
export async function call<Result>(page: Scripted, name: string, ...args: unknown[]): Promise<Result> {
  await ready(page);
  return page.evaluate(
    async ([method, parameters]) => {
      const api = (window as unknown as { ridgeline: Record<string, (...a: unknown[]) => Promise<unknown>> }).ridgeline;
      const plain = (value: unknown): unknown => {
        if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
        if (Array.isArray(value)) return value.map(plain);
        if (value !== null && typeof value === 'object' && !(value instanceof Blob))
          return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
        return value;
      };
      return plain(await api[method](...parameters));
    },
    [name, args] as const,
  ) as Promise<Result>;
}

/** Imports bytes as a file through the scripting interface: `importNetwork` or `importDataset`. */
export async function importBlob<Result>(
  page: Scripted,
  method: 'importNetwork' | 'importDataset',
  bytes: string,
  options: Record<string, unknown>,
): Promise<Result> {
  return page.evaluate(
    async ([name, text, parameters]) => {
      const api = (window as unknown as { ridgeline: Record<string, (blob: Blob, options: unknown) => Promise<unknown>> }).ridgeline;
      const binary = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      return api[name](new Blob([binary]), parameters);
    },
    [method, bytes, options] as const,
  ) as Promise<Result>;
}

/** Largest amount by which |actual − expected| exceeds absolute + relative·|expected|; ≤ 0 is agreement. NaN never agrees. */
export function excess(actual: readonly number[], wanted: readonly number[], relative: number, absolute: number): number {
  if (actual.length !== wanted.length) return Infinity;
  return wanted.reduce((worst, value, i) => {
    const difference = Math.abs(actual[i] - value) - absolute - relative * Math.abs(value);
    return Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }, -Infinity);
}
