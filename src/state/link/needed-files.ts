/** All files that a link needs, data and networks, and which of them this browser holds. */
import { canonicalJson } from '../../base/hash.ts';
import type { DatasetSpec, FileReference } from '../../datasets/spec.ts';
import { ROLES } from '../experiment.ts';
import type { Session } from '../session.ts';
import type { NeededFile } from '../shared-state.ts';
import type { LinkRole, LinkState } from './state.ts';

/** The files that data are made of; none of those that are generated or lie at the site. */
export function dataFiles(data: DatasetSpec): readonly FileReference[] {
  if (data.id === 'file') return [data.file];
  return 'files' in data ? data.files : [];
}

/** One entry a file, data first; a file that two roles are read from stands once. A role that another network has taken needs none. */
export function neededFiles(session: Session, { experiment, roles }: LinkState): NeededFile[] {
  const taken = session.store.getState().roles;
  const data = dataFiles(experiment.data).map(({ name, sha256 }): NeededFile => ({
    name,
    sha256,
    what: 'data',
    here: session.awaitedFiles.every((file) => file.sha256 !== sha256),
  }));
  const networks = new Map<string, NeededFile>();
  for (const role of ROLES) {
    const held = roles[role];
    if (held?.recipe.kind !== 'imported') continue;
    const { name, sha256 } = held.recipe;
    const here = findNetwork(session, held, experiment.data) !== null;
    if (!here && taken[role] !== null) continue;
    const known = networks.get(sha256);
    networks.set(sha256, { name, sha256, what: known === undefined ? role : `${known.what}, ${role}`, here: here && (known?.here ?? true) });
  }
  return [...data, ...networks.values()];
}

/** The network of this browser that a link's role names; null where there is none. */
export function findNetwork(session: Session, { recipe, data }: LinkRole, shown: DatasetSpec): string | null {
  if (recipe.kind === 'aligned') return null;
  const key = canonicalJson(recipe);
  const place = canonicalJson(data ?? shown);
  const found = session.library.find((record) => {
    if (recipe.kind === 'trained')
      return record.recipe?.kind === 'trained' && canonicalJson(record.recipe) === key && canonicalJson(record.data) === place;
    const own = record.recipe;
    return (
      own?.kind === 'imported' &&
      own.sha256 === recipe.sha256 &&
      own.activation === recipe.activation &&
      (recipe.norm === null || own.norm === recipe.norm)
    );
  });
  return found?.id ?? null;
}
