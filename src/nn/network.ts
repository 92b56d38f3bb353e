import type { Architecture } from './architecture.ts';

/** A network as plain data: a point θ in parameter space. `parameters` follows `parameterLayout(architecture)`; never mutated once made. */
export interface Network {
  readonly architecture: Architecture;
  readonly parameters: Float32Array;
}
