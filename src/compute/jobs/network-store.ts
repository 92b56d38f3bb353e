/** Networks by id, and the slices through them that several jobs ask for. */
import { RidgelineError } from '../../base/errors.ts';
import { distance } from '../../linalg/vector.ts';
import { planeThrough, projectOnPlane, type PlaneGeometry } from '../../landscape/plane/geometry.ts';
import type { PlanePoint } from '../../landscape/results.ts';
import { point, segment } from '../../landscape/segment.ts';
import type { Slice } from '../../landscape/slice.ts';
import type { Network } from '../../nn/network.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { ProbePoint } from './probe.ts';
import type { PlaneNetworks, ProbePlace } from '../protocol.ts';

const MOST_SLICES = 8;

export class NetworkStore {
  readonly #networks = new Map<string, Network>();
  /** The same slice object each time, so that evaluators find what they made of it (a dragged probe). */
  readonly #segments = new Map<string, Slice>();
  readonly #planes = new Map<string, PlaneGeometry>();
  readonly #thirds = new Map<string, PlanePoint>();

  put(id: string, network: Network): void {
    const { size } = parameterLayout(network.architecture);
    if (network.parameters.length !== size) {
      throw new RidgelineError('shape-mismatch', `Network ${id} has ${network.parameters.length} parameters, but its architecture needs ${size}.`, {
        argument: 'network',
        received: network.parameters.length,
      });
    }
    this.drop(id);
    this.#networks.set(id, network);
  }

  drop(id: string): void {
    this.#networks.delete(id);
    for (const kept of [this.#segments, this.#planes, this.#thirds])
      for (const key of kept.keys()) if (key.split('\n').includes(id)) kept.delete(key);
  }

  get(id: string): Network {
    const network = this.#networks.get(id);
    if (network === undefined)
      throw new RidgelineError('not-found', `There is no network "${id}". It may have been deleted; choose another.`, {
        argument: 'network',
        received: id,
      });
    return network;
  }

  plane(networks: PlaneNetworks): PlaneGeometry {
    const { a, b, c, unit } = networks;
    return remember(this.#planes, keyOf(networks), () =>
      planeThrough(this.get(a), this.get(b), this.get(c), unit && distance(this.get(unit[0]).parameters, this.get(unit[1]).parameters)),
    );
  }

  /** Where a plane's third network is projected to. */
  third(networks: PlaneNetworks): PlanePoint {
    return remember(this.#thirds, keyOf(networks), () => projectOnPlane(this.plane(networks), this.get(networks.c).parameters));
  }

  /** Where a probe stands. */
  place(place: ProbePlace): ProbePoint {
    switch (place.kind) {
      case 'network':
        return { slice: remember(this.#segments, place.network, () => point(this.get(place.network))), coordinates: new Float64Array(0) };
      case 'path':
        return {
          slice: remember(this.#segments, `${place.a}\n${place.b}`, () => segment(this.get(place.a), this.get(place.b))),
          coordinates: Float64Array.of(place.alpha),
        };
      case 'plane':
        return { slice: this.plane(place).slice, coordinates: Float64Array.of(place.x, place.y) };
    }
  }
}

/** Ids apart, as `drop` finds them. */
function keyOf({ a, b, c, unit = [a, b] }: PlaneNetworks): string {
  return [a, b, c, ...unit].join('\n');
}

function remember<V>(kept: Map<string, V>, key: string, make: () => V): V {
  const value = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, value);
  for (const oldest of kept.keys()) if (kept.size > MOST_SLICES) kept.delete(oldest);
  return value;
}
