/** Hidden units as vectors of all their parameters: incoming weights, bias, gain, shift and outgoing weights. */
import type { Network } from '../../nn/network.ts';
import { parameterLayout, type LayerLayout } from '../../nn/layout.ts';

/** Relative to the largest of its layer: a unit whose ‖incoming‖·‖outgoing‖ is below this is dead. */
const DEAD = 1e-6;

/** Per hidden layer, the cosine between unit i of A and unit i of B; 0 where either is zero. */
export function unitSimilarity(a: Network, b: Network): Float32Array[] {
  const { layers } = parameterLayout(a.architecture);
  return a.architecture.hidden.map((width, l) => {
    const inner = new Float64Array(width);
    const normA = new Float64Array(width);
    const normB = new Float64Array(width);
    visitUnits(layers, l, (unit, at) => {
      inner[unit] += a.parameters[at] * b.parameters[at];
      normA[unit] += a.parameters[at] ** 2;
      normB[unit] += b.parameters[at] ** 2;
    });
    return Float32Array.from(inner, (value, i) => (normA[i] > 0 && normB[i] > 0 ? value / Math.sqrt(normA[i] * normB[i]) : 0));
  });
}

/** How many units of each hidden layer changed place or sign, leaving out dead ones: those are interchangeable. */
export function movedUnits(network: Network, permutations: readonly Int32Array[], signs: readonly Int8Array[] | null): number[] {
  return permutations.map((p, l) => {
    const dead = deadUnits(network, l);
    let moved = 0;
    for (let i = 0; i < p.length; i++) if (!dead[p[i]] && (p[i] !== i || signs?.[l][i] === -1)) moved++;
    return moved;
  });
}

/** Units of a hidden layer that add next to nothing, whatever the data. */
export function deadUnits(network: Network, l: number): boolean[] {
  const { layers } = parameterLayout(network.architecture);
  const { parameters } = network;
  const width = layers[l].outputs;
  const into = new Float64Array(width);
  const out = new Float64Array(width);
  visitUnits(layers, l, (unit, at, outgoing) => {
    (outgoing ? out : into)[unit] += parameters[at] ** 2;
  });
  const influence = into.map((value, i) => Math.sqrt(value * out[i]));
  const largest = influence.reduce((most, value) => Math.max(most, value), 0);
  return Array.from(influence, (value) => value <= DEAD * largest);
}

function visitUnits(layers: readonly LayerLayout[], l: number, visit: (unit: number, at: number, outgoing: boolean) => void): void {
  const { weight, bias, gain, shift, inputs, outputs: width } = layers[l];
  for (let k = 0; k < inputs; k++) for (let unit = 0; unit < width; unit++) visit(unit, weight.start + k * width + unit, false);
  for (const range of [bias, gain, shift]) {
    if (range) for (let unit = 0; unit < width; unit++) visit(unit, range.start + unit, false);
  }
  const next = layers[l + 1];
  for (let unit = 0; unit < width; unit++) for (let k = 0; k < next.outputs; k++) visit(unit, next.weight.start + unit * next.outputs + k, true);
}
