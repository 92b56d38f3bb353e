/**
 * Initial parameters. 'pytorch' is torch.nn.Linear's default, U(±1/√fan_in) for weights and biases; He et al. 2015 (gain √2)
 * and Glorot and Bengio 2010 start from zero biases. Gains of a normalisation start at 1, shifts at 0.
 */
import { seededRandom, type Random } from '../linalg/random.ts';
import type { Architecture, Initialisation } from './architecture.ts';
import { parameterLayout, type LayerLayout } from './layout.ts';
import type { Network } from './network.ts';

/** A fresh network. Depends on the architecture and this seed alone; each layer draws from a stream of its own. */
export function initialise(architecture: Architecture, seed: number): Network {
  const layout = parameterLayout(architecture);
  const parameters = new Float32Array(layout.size);
  for (const [l, layer] of layout.layers.entries()) {
    const random = seededRandom(seed, 'init', l);
    const draw = sampler(architecture.init, layer, random);
    for (let i = layer.weight.start; i < layer.weight.end; i++) parameters[i] = draw();
    if (architecture.init === 'pytorch') {
      for (let i = layer.bias.start; i < layer.bias.end; i++) parameters[i] = draw();
    }
    if (layer.gain) parameters.fill(1, layer.gain.start, layer.gain.end);
  }
  return { architecture, parameters };
}

function sampler(init: Initialisation, layer: LayerLayout, random: Random): () => number {
  const { inputs, outputs } = layer;
  const normal = (deviation: number) => () => deviation * random.normal();
  const uniform = (bound: number) => () => bound * (2 * random.uniform() - 1);
  switch (init) {
    case 'pytorch':
      return uniform(1 / Math.sqrt(inputs));
    case 'he-normal':
      return normal(Math.sqrt(2 / inputs));
    case 'he-uniform':
      return uniform(Math.sqrt(6 / inputs));
    case 'xavier-normal':
      return normal(Math.sqrt(2 / (inputs + outputs)));
    case 'xavier-uniform':
      return uniform(Math.sqrt(6 / (inputs + outputs)));
  }
}
