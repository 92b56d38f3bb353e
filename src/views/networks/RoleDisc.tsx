import { primed } from '../../base/format.ts';
import type { Endpoint } from '../../state/experiment.ts';
import { roleSlug } from '../../ui/palette.ts';
import './networks.css';

/** The disc with the letter that a network carries on every figure; empty for a network without a role. */
export function RoleDisc({ role }: { role: Endpoint | null }) {
  return <span className={role === null ? 'disc' : `disc ${roleSlug(role)}`}>{role === null ? '' : primed(role)}</span>;
}
