/**
 * How long a training run will take, from its arithmetic alone: for deciding whether an opened link trains at once. Rates are
 * cautious figures for ordinary machines; off by a factor of three either way is expected.
 */
import { MAX_PARAMETERS, type Architecture } from '../../nn/architecture.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { Training } from '../../nn/training.ts';
import type { BackendInfo } from '../../compute/backend-names.ts';

/** Links whose training is estimated below this train at once. */
export const TRAIN_AT_ONCE_SECONDS = 10;

interface Rate {
  /** Floating-point operations a second. */
  readonly flops: number;
  /** Fixed cost of one optimiser step, seconds. */
  readonly step: number;
}

const HARDWARE: Rate = { flops: 2e11, step: 0.003 };
/** Measured in Chromium on 784-128-10 and 2-64-64-2, a core's own time. */
const WASM: Rate = { flops: 7e9, step: 0.0005 };
/** On wasm networks train side by side, a worker a core; most machines have at least two cores. */
const WASM_BESIDE = 2;
const SOFTWARE: Rate = { flops: 3e8, step: 0.01 };

/** Seconds to train `networks` networks of one architecture: 6 operations a parameter and example, plus a fixed cost a step; on wasm two networks at a time. */
export function estimateTrainingSeconds(
  architecture: Architecture,
  training: Training,
  trainSize: number,
  networks: number,
  backend: BackendInfo | null,
): number {
  const parameters = Math.min(parameterLayout(architecture).size, MAX_PARAMETERS);
  const steps = Math.ceil(trainSize / training.batchSize) * training.epochs;
  const rate = rateOf(backend);
  const rounds = rate === WASM ? networks / Math.max(1, Math.min(networks, WASM_BESIDE)) : networks;
  return rounds * ((6 * parameters * trainSize * training.epochs) / rate.flops + steps * rate.step);
}

function rateOf(backend: BackendInfo | null): Rate {
  if (backend === null || backend.name === 'wasm') return WASM;
  if (backend.name === 'cpu' || backend.software) return SOFTWARE;
  return HARDWARE;
}
