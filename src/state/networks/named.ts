/** Networks by role and name, as sentences and quiet lines have them: a letter alone does not tell which network has it. */
import type { Role } from '../experiment.ts';
import type { SharedState } from '../shared-state.ts';

type Held = Pick<SharedState, 'networks' | 'roles'>;

/** Characters of a name that a line has room for. */
const LONGEST = 40;

/** The name of the network that has the role, shortened where it is long; null where none has it. */
function nameOf({ networks, roles }: Held, role: Role): string | null {
  const name = networks.find(({ id }) => id === roles[role])?.name;
  if (name === undefined) return null;
  const characters = Array.from(name);
  return characters.length <= LONGEST ? name : `${characters.slice(0, LONGEST - 1).join('')}…`;
}

/** 'A (seed 1) and B (seed 2, run 2 of moons)': where a sentence first speaks of them. */
export function namedPair(held: Held): string {
  const [a, b] = (['A', 'B'] as const).map((role) => {
    const name = nameOf(held, role);
    return name === null ? role : `${role} (${name})`;
  });
  return `${a} and ${b}`;
}

/** 'A, seed 1; B, seed 2/5': parts of a line. Roles that nobody has are left out. */
export function namedRoles(held: Held, asked: readonly Role[]): string {
  return asked
    .flatMap((role) => {
      const name = nameOf(held, role);
      return name === null ? [] : [`${role}, ${name}`];
    })
    .join('; ');
}
