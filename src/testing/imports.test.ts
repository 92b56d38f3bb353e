import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCircle, importGraph, roomGraph, type Graph } from './imports.ts';

const graphOf = (edges: Readonly<Record<string, readonly string[]>>): Graph =>
  new Map(Object.entries(edges).map(([node, to]) => [node, new Set(to)]));
const isTest = (path: string): boolean => path.includes('.test.') || path.startsWith('testing/');
const files = importGraph('src', (path) => path.startsWith('compute/evaluate/wasm/kernels/'));

describe('findCircle', () => {
  it('names the circle, and nothing where paths only meet', () => {
    expect(findCircle(graphOf({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toBeNull();
    expect(findCircle(graphOf({ a: ['b'], b: ['c'], c: ['d'], d: ['b'] }))).toEqual(['b', 'c', 'd', 'b']);
  });
});

describe('the source tree', () => {
  it('is read: type imports, plain ones, and those of a function', () => {
    expect(files.get('compute/protocol.ts')).toContain('compute/rpc/channel.ts');
    expect(files.get('compute/rpc/channel.ts')).toContain('compute/rpc/transferable.ts');
    expect(files.size).toBeGreaterThan(300);
  });

  it('has no circle of files, types included', () => {
    expect(findCircle(files)).toBeNull();
  });

  it.each(['compute', 'landscape'])('has no circle of rooms in %s/, types included', (layer) => {
    // What lies beside the rooms is each a room of its own.
    const roomOf = (path: string): string | null => {
      if (isTest(path) || !path.startsWith(`${layer}/`)) return null;
      return dirname(path) === layer ? path : dirname(path);
    };
    expect(findCircle(roomGraph(files, roomOf))).toBeNull();
  });
});
