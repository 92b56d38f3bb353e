/** A built site as its next version would be: every file whose name holds a hash has another name, and the service worker's list follows. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const TEXT = /\.(js|css|html)$/;

/** Copies `from` to `to`, data left out. */
export function writeNextVersion(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => basename(path) !== 'data' && basename(path) !== 'e2e' });
  mkdirSync(join(to, 'data'));
  writeFileSync(join(to, 'data', 'index.json'), '{"version":1,"datasets":{}}');
  const renamed = new Map(readdirSync(join(to, 'assets')).map((name) => [name, name.replace(/-[\w-]{8}(?=\.\w+$)/, '-nextnext')]));
  // Of two files that differ in their hash alone one would be lost.
  const names = [...renamed].map(([old, next], i): [string, string] => [old, next.replace('nextnext', `next${String(i).padStart(4, '0')}`)]);
  const texts = readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((file) => TEXT.test(file));
  for (const file of texts) {
    const text = readFileSync(join(to, file), 'utf8');
    writeFileSync(
      join(to, file),
      names.reduce((changed, [old, next]) => changed.replaceAll(old, next), text),
    );
  }
  for (const [old, next] of names) renameSync(join(to, 'assets', old), join(to, 'assets', next));
  const worker = join(to, 'service-worker.js');
  writeFileSync(
    worker,
    readFileSync(worker, 'utf8')
      .replaceAll(/url:`(assets\/[^`]+)`,digest:`\w{64}`/g, (_, url: string) => `url:\`${url}\`,digest:\`${digestOf(join(to, url))}\``)
      .replace(/build:`\w+`/, 'build:`next`'),
  );
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
