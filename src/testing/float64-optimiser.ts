/** Optimisers in float64, plainly: what the faster ones are held to. */
import type { Training } from '../nn/training.ts';

/** An optimiser of torch.optim, with gradients clipped: moves `parameters` a step, in place, and keeps what it needs between steps. */
export function optimiserOf(
  { optimizer, learningRate, momentum, weightDecay, clipNorm }: Training,
  size: number,
): (parameters: Float64Array, gradient: Float64Array) => void {
  const first = new Float64Array(size);
  const second = new Float64Array(size);
  let step = 0;
  return (parameters, gradient) => {
    step++;
    const norm = Math.hypot(...gradient);
    const scale = clipNorm > 0 ? Math.min(1, clipNorm / (norm + 1e-6)) : 1;
    for (let i = 0; i < size; i++) {
      const decoupled = optimizer === 'adamw';
      const g = scale * gradient[i] + (decoupled ? 0 : weightDecay * parameters[i]);
      if (decoupled) parameters[i] *= 1 - learningRate * weightDecay;
      if (optimizer === 'sgd') {
        first[i] = momentum * first[i] + g;
        parameters[i] -= learningRate * first[i];
      } else if (optimizer === 'rmsprop') {
        second[i] = 0.99 * second[i] + 0.01 * g * g;
        first[i] = momentum * first[i] + g / (Math.sqrt(second[i]) + 1e-8);
        parameters[i] -= learningRate * first[i];
      } else {
        first[i] = 0.9 * first[i] + 0.1 * g;
        second[i] = 0.999 * second[i] + 0.001 * g * g;
        const deviation = Math.sqrt(second[i] / (1 - 0.999 ** step));
        parameters[i] -= (learningRate * (first[i] / (1 - 0.9 ** step))) / (deviation + 1e-8);
      }
    }
  };
}
