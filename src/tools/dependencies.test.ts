import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

const CODE = /\.(tsx?|js|mjs|css|html)$/;
const sources = [
  ...['src', 'e2e'].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file))),
  ...readdirSync('.'),
].filter((file) => CODE.test(file));

/** 'a/b' of '@a/b/c', 'a' of 'a/b'. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Packages that these files import, for their values or their types, resolve or start. */
function importedBy(files: readonly string[]): ReadonlySet<string> {
  const found = files.flatMap((file) =>
    Array.from(
      readFileSync(file, 'utf8').matchAll(/(?:\bfrom |\bimport |\bimport\(|\bresolve\(|@import |\burl\()['"]([^'"./][^'"]*)['"]/g),
      ([, specifier]) => specifier,
    ),
  );
  return new Set(found.map(packageOf));
}

describe('every dependency is used, or goes', () => {
  it('what the page needs is imported by the page', () => {
    const imported = importedBy(sources.filter((file) => file.startsWith('src') && !/\.test\.tsx?$/.test(file)));
    expect(Object.keys(manifest.dependencies).filter((name) => !imported.has(name))).toEqual([]);
  });

  it('what the tests and tools need is imported, run by a script, or gives types', () => {
    const imported = importedBy(sources);
    const compilerTypes = readFileSync('tsconfig.json', 'utf8');
    const tools = [...Object.values(manifest.scripts), ...sources.filter((file) => file.endsWith('.mjs')).map((file) => readFileSync(file, 'utf8'))];
    const isRun = (name: string): boolean => {
      const { bin = {} } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { bin?: string | Record<string, string> };
      const commands = typeof bin === 'string' ? [name] : Object.keys(bin);
      return commands.some((command) => tools.some((text) => new RegExp(`(^|[\\s'"/])${command}(?=$|[\\s'"/.])`, 'm').test(text)));
    };
    const typesOf = (name: string): boolean => {
      const typed = name.replace(/^@types\//, '');
      return name.startsWith('@types/') && (imported.has(typed) || compilerTypes.includes(`"${typed}"`));
    };
    const unused = Object.keys(manifest.devDependencies).filter(
      (name) => !imported.has(name) && !typesOf(name) && !compilerTypes.includes(`"${name}"`) && !isRun(name),
    );
    expect(unused).toEqual([]);
  });

  it('all of TensorFlow.js is of one version', () => {
    const parts = Object.entries(manifest.dependencies).filter(([name]) => name.startsWith('@tensorflow/'));
    expect(parts.length).toBeGreaterThan(1);
    expect(new Set(parts.map(([, version]) => version)).size).toBe(1);
  });
});
