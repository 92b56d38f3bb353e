/** What the open link still waits for, by SHA-256: data files and imported networks. A name alone fills nothing. */
import type { FileReference } from '../../datasets/spec.ts';
import type { Activation, Normalisation } from '../../nn/architecture.ts';
import { ROLES, type NetworkRecipe, type Role } from '../experiment.ts';
import type { Session } from '../session.ts';
import type { StoredFile } from '../storage/storage.ts';

type ImportedRecipe = Extract<NetworkRecipe, { kind: 'imported' }>;

const PREFIX_LENGTH = 12;

/** The imported networks that the open link names, for roles in which nothing stands yet. */
function awaitedNetworks({ wanted, store }: Session): { role: Role; recipe: ImportedRecipe }[] {
  const { roles } = store.getState();
  return ROLES.flatMap((role) => {
    const recipe = wanted?.roles[role]?.recipe;
    return recipe?.kind === 'imported' && roles[role] === null ? [{ role, recipe }] : [];
  });
}

/** Whether the open link names this network, read in this way. */
export function isNamed({ wanted }: Session, recipe: NetworkRecipe | null): boolean {
  return ROLES.some((role) => {
    const asked = wanted?.roles[role]?.recipe;
    return (
      recipe?.kind === 'imported' &&
      asked?.kind === 'imported' &&
      asked.sha256 === recipe.sha256 &&
      asked.activation === recipe.activation &&
      (asked.norm === null || asked.norm === recipe.norm)
    );
  });
}

/** Roles that a dropped network may take by itself: empty ones that the open link does not name; none while it waits for a network's file. */
export function openRoles(session: Session): Role[] {
  if (awaitedNetworks(session).length > 0) return [];
  const { roles } = session.store.getState();
  return ROLES.filter((role) => roles[role] === null && (session.wanted?.roles[role] ?? null) === null);
}

/** How the open link reads the network files that it waits for, by their hashes. */
export function namedReadings(session: Session): { sha256: string; activation: Activation; norm?: Normalisation }[] {
  return awaitedNetworks(session).map(({ recipe: { sha256, activation, norm } }) => ({ sha256, activation, ...(norm === null ? {} : { norm }) }));
}

/** Says which networks are not those that the open link waits for. */
export function tellOtherNetworks(session: Session, ids: readonly string[]): void {
  const awaited = awaitedNetworks(session);
  const others = ids.flatMap((id) => {
    const { recipe } = session.library.get(id);
    return recipe?.kind === 'imported' && !isNamed(session, recipe) ? [recipe] : [];
  });
  if (awaited.length === 0 || others.length === 0) return;
  const expected = awaited.map(({ role, recipe }) => `${named(recipe)}, read as ${reading(recipe)}, for ${role}`).join('; ');
  const received = others.map((recipe) => `${named(recipe)}, read as ${reading(recipe)}`).join('; ');
  session.notices.add(
    'warning',
    `The link expects ${expected}. Received: ${received}. That is not what the link names: it is in the list, without a role. Drop the link's own file; it takes its role when it comes.`,
  );
}

/** The files among these that the open link waits for as its data, under the link's names; the others. */
export function sortDataFiles({ awaitedFiles }: Session, files: readonly StoredFile[]): { expected: StoredFile[]; others: StoredFile[] } {
  const nameOf = ({ sha256 }: StoredFile): string | null => awaitedFiles.find((file) => file.sha256 === sha256)?.name ?? null;
  return {
    expected: files.flatMap((file) => {
      const name = nameOf(file);
      return name === null ? [] : [{ ...file, name }];
    }),
    others: files.filter((file) => nameOf(file) === null),
  };
}

/** Why a data file was not taken while the open link waits for others. */
export function otherDataText({ awaitedFiles }: Session, file: FileReference): string {
  return `The link expects ${awaitedFiles.map(named).join('; ')} as its data. Received: ${named(file)}. That is another file and was not loaded: drop the link's own file, or choose other data first to leave the link.`;
}

/** Other data than the link's were put in use while it waits for its data files: the link is left. */
export function leaveUnloadedLink(session: Session): void {
  if (session.awaitedFiles.length === 0) return;
  session.awaitedFiles = [];
  session.wanted = null;
  session.store.setState({ pending: null });
}

function named({ name, sha256 }: FileReference): string {
  return `${name} (SHA-256 ${sha256.slice(0, PREFIX_LENGTH)}…)`;
}

function reading({ activation, norm }: ImportedRecipe): string {
  return norm === null || norm === 'none' ? activation : `${activation}, normalisation ${norm}`;
}
