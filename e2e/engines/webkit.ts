/** WebKit: WebKitGTK's MiniBrowser on a display of its own (it hangs without one), by WebKitWebDriver, which holds one session. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { Driver } from './driver.ts';
import { locate } from './locate.ts';
import { WebDriverSession } from './webdriver.ts';

const HOST = '127.0.0.1';
const TIMEOUTS = { script: 300_000, pageLoad: 60_000 };
/** No sandbox (it needs rights that a container lacks) and no GPU. */
const ENVIRONMENT = { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', GSK_RENDERER: 'cairo', LIBGL_ALWAYS_SOFTWARE: '1' };

/** What a process writes first to one of its streams: resolves once it matches, fails when the process ends before. */
async function written(child: ChildProcess, stream: Readable, pattern: RegExp, what: string): Promise<string> {
  let text = '';
  for await (const part of stream) {
    text += String(part);
    const found = pattern.exec(text);
    if (found !== null) return found[0];
  }
  throw new Error(`${what} ended with code ${String(child.exitCode)} before it was ready: ${text}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Xvfb chooses a free display and writes its number. */
async function startDisplay(): Promise<{ child: ChildProcess; display: string }> {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  await once(child, 'spawn');
  const display = await written(child, child.stdio[3] as Readable, /\d+(?=\n)/, 'Xvfb');
  return { child, display: `:${display}` };
}

async function startDriver(executablePath: string, display: string): Promise<{ child: ChildProcess; address: string }> {
  const port = await freePort();
  const address = `http://${HOST}:${port}`;
  const environment = { ...process.env, ...ENVIRONMENT, DISPLAY: display };
  const child = spawn(executablePath, [`--host=${HOST}`, `--port=${port}`], { stdio: 'ignore', env: environment });
  await once(child, 'spawn');
  while (!(await answers(address))) {
    if (child.exitCode !== null) throw new Error(`${executablePath} ended with code ${child.exitCode} before it was ready.`);
    await setTimeout(50);
  }
  return { child, address };
}

async function answers(address: string): Promise<boolean> {
  return fetch(`${address}/status`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** WebDriver tells nothing of the console: from its load on the page itself keeps what a clean page never does. Runs in the page. */
function keepComplaints(): void {
  const kept: string[] = [];
  Object.assign(window, { complaints: kept });
  window.addEventListener('error', ({ message }) => kept.push(`page error: ${message}`));
  window.addEventListener('unhandledrejection', ({ reason }) => kept.push(`page error: ${String(reason)}`));
  for (const level of ['error', 'warn'] as const) console[level] = (...words: unknown[]) => kept.push(`${level}: ${words.map(String).join(' ')}`);
}

export async function openWebKit(executablePath: string): Promise<Driver> {
  const screen = await startDisplay();
  const driver = await startDriver(executablePath, screen.display);
  const end = (): void => {
    driver.child.kill();
    screen.child.kill();
  };
  process.once('exit', end);
  const session = await WebDriverSession.open(driver.address, { timeouts: TIMEOUTS });
  await session.resize(1440, 900);
  return {
    goto: async (address) => {
      await session.goto(address);
      await session.evaluate(keepComplaints, null);
    },
    reload: async () => {
      await session.reload();
      await session.evaluate(keepComplaints, null);
    },
    evaluate: (body, argument) => session.evaluate(body, argument),
    find: async (target) => {
      const element = await session.find(locate, target);
      return element === null ? null : { click: () => session.click(element), upload: (paths) => session.upload(element, paths) };
    },
    enter: (text) => session.enter(text),
    complaints: () => session.evaluate(() => (window as unknown as { complaints: string[] }).complaints, null),
    close: async () => {
      await session.close().finally(end);
      process.off('exit', end);
    },
  };
}
