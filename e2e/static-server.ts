/** A plain static server, as the simplest of hosts: files under a folder of an address, no header but the type, and no trick. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export interface StaticServer {
  /** Address of the folder, with its closing slash. */
  readonly url: string;
  /** Paths asked for, in order, relative to the folder. */
  readonly asked: readonly string[];
  /** From now on the files of another folder of this machine. */
  serve(folder: string): void;
  /** Ends all connections: whoever asks then meets what a cut network gives. */
  stop(): Promise<void>;
}

export interface StaticServerOptions {
  readonly folder: string;
  /** The address's folder: '/some/path/'. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts that stand in for files, by their paths relative to the folder. */
  readonly instead?: Readonly<Record<string, string>>;
}

export async function startStaticServer({ folder: first, path, headers = {}, instead = {} }: StaticServerOptions): Promise<StaticServer> {
  let folder = first;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const name = pathname.startsWith(path) ? normalize(decodeURIComponent(pathname.slice(path.length))) : '..';
    const file = name === '.' || name === '' ? 'index.html' : name;
    asked.push(file);
    const body = file.startsWith('..')
      ? Promise.reject(new Error('outside'))
      : file in instead
        ? Promise.resolve(instead[file])
        : readFile(join(folder, file));
    body.then(
      (bytes) => {
        response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', ...headers });
        response.end(bytes);
      },
      () => {
        response.writeHead(404, { 'Content-Type': 'text/plain' });
        response.end('Not found');
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    asked,
    serve: (next) => {
      folder = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
