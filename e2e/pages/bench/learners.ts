/** What the trainer trains with: the app's learning on an engine, and that of the tensor path (tfjs), which the app's is measured against. */
import type { Engine } from '../../../src/compute/engine/engine.ts';
import type { DeviceExamples } from '../../../src/compute/evaluate/tfjs/device-examples.ts';
import { FlatLearner } from '../../../src/compute/training/flat-learner.ts';
import { tensorLearning, type MakeLearners } from '../../../src/compute/training/learning.ts';
import { PauseSwitch } from '../../../src/compute/training/pause-switch.ts';
import { StackedLearner } from '../../../src/compute/training/stacked-learner.ts';
import type { TrainerSetup } from '../../../src/compute/training/trainer-request.ts';
import type { Evaluator } from '../../../src/landscape/evaluator.ts';

/** The app's in the computing worker; `apart`: each network by itself, where the app would stack them. */
export function appSetup({ learning }: Engine, apart: boolean): TrainerSetup {
  const separate: MakeLearners = (architecture, training, examples, starts, from) =>
    starts.flatMap((start, m) => learning.makeLearners(architecture, training, examples, [start], from && [from[m]]));
  return { learning: apart ? { ...learning, makeLearners: separate } : learning, pause: new PauseSwitch() };
}

/** Plain products by tfjs on wasm, loops over typed arrays for the rest: one network after another. */
export function flatTensorSetup(scorer: Evaluator): TrainerSetup {
  const learning = tensorLearning(scorer, (architecture, training, examples, starts) =>
    starts.map((start) => new FlatLearner({ architecture, training, examples }, start)),
  );
  return { learning, pause: new PauseSwitch() };
}

/** All networks as one stack of tensors, for tfjs on GPUs. */
export function stackedTensorSetup(scorer: Evaluator, inputs: DeviceExamples): TrainerSetup {
  const learning = tensorLearning(scorer, (architecture, training, examples, starts) => [
    new StackedLearner({ architecture, training, examples }, starts, inputs.acquire(examples)),
  ]);
  return { learning, pause: new PauseSwitch() };
}
