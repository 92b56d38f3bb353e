import type { Endpoint } from '../../state/experiment.ts';

const CLASSES: Readonly<Record<Endpoint, string>> = { A: 'a', B: 'b', C: 'c', "B'": 'b-prime', "C'": 'c-prime' };

/** The disc with the letter that a network carries on every figure; empty for a network without a role. */
export function RoleDisc({ role }: { role: Endpoint | null }) {
  return <span className={role === null ? 'disc' : `disc ${CLASSES[role]}`}>{role === null ? '' : role.replace("'", '′')}</span>;
}
