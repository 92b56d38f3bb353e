/** Who imports whom in a source tree, types included: what the linter's rule against circles leaves out. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** Edges of a graph: node → what it leads to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The TypeScript files of a folder and which of them each imports, by paths in the folder; files for which `skip` holds are left out. */
export function importGraph(folder: string, skip: (path: string) => boolean): Graph {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !skip(path));
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, file), 'utf8'));
      const paths = importedFiles.filter(({ fileName }) => fileName.startsWith('.')).map(({ fileName }) => normalize(join(dirname(file), fileName)));
      return [file, new Set(paths.filter((path) => known.has(path)))];
    }),
  );
}

/** The graph of the rooms that `roomOf` puts files in; those of which it says null are left out. */
export function roomGraph(files: Graph, roomOf: (path: string) => string | null): Graph {
  const rooms = new Map<string, Set<string>>();
  for (const [file, imports] of files) {
    const room = roomOf(file);
    if (room === null) continue;
    const leads = rooms.get(room) ?? new Set();
    rooms.set(room, leads);
    for (const path of imports) {
      const other = roomOf(path);
      if (other !== null && other !== room) leads.add(other);
    }
  }
  return rooms;
}

/** A circle of the graph as the nodes along it, the first again at the end; null where there is none. */
export function findCircle(graph: Graph): string[] | null {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): string[] | null => {
    const at = path.indexOf(node);
    if (at >= 0) return [...path.slice(at), node];
    if (done.has(node)) return null;
    for (const next of graph.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle !== null) return circle;
    }
    done.add(node);
    return null;
  };
  for (const node of graph.keys()) {
    const circle = visit(node, []);
    if (circle !== null) return circle;
  }
  return null;
}
