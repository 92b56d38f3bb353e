/** What a link holds: the networks on the screen by their recipes, the settings being edited, and the view. */
import type { DatasetSpec } from '../../datasets/spec.ts';
import type { AlignmentChoice, Experiment, NetworkRecipe, Role } from '../experiment.ts';
import type { SimdBuild } from '../../compute/backend-names.ts';
import type { View } from '../view.ts';

/** An aligned copy that stands in a role of its own, made from the networks of two other roles. */
export interface AlignedRecipe {
  readonly kind: 'aligned';
  readonly source: Role;
  readonly reference: Role;
  readonly choice: AlignmentChoice;
}

export interface LinkRole {
  readonly recipe: NetworkRecipe | AlignedRecipe;
  /** The data it was trained on, where that is not the link's data. */
  readonly data: DatasetSpec | null;
}

export interface LinkState {
  /** The settings being edited; `experiment.data` is the data on the screen. */
  readonly experiment: Experiment;
  readonly roles: Readonly<Record<Role, LinkRole | null>>;
  /** How B' and C' were matched onto A; null where there is no such copy. */
  readonly aligned: { readonly B: AlignmentChoice | null; readonly C: AlignmentChoice | null };
  /** The theme stays with the reader: a link holds the default. */
  readonly view: View;
  /** The backend its author used; null where unknown. */
  readonly backend: string | null;
  /** The build of the wasm kernels there; null where unknown, or none computed. */
  readonly simd: SimdBuild | null;
}
