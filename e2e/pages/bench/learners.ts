/** What the trainer trains with: the app's learners on an engine, and those of the tensor path (tfjs), which the app's are measured against. */
import type { Engine } from '../../../src/compute/engine/engine.ts';
import type { DeviceExamples } from '../../../src/compute/evaluate/tfjs/device-examples.ts';
import { FlatLearner } from '../../../src/compute/training/flat-learner.ts';
import { makeLearners } from '../../../src/compute/training/make-learners.ts';
import { PauseSwitch } from '../../../src/compute/training/pause-switch.ts';
import { StackedLearner } from '../../../src/compute/training/stacked-learner.ts';
import type { TrainerSetup } from '../../../src/compute/training/trainer.ts';
import type { Evaluator } from '../../../src/landscape/evaluator.ts';

/** The app's, as they are made for the computing worker; `apart`: each network by itself, where the app would stack them. */
export function appSetup({ info, inputs, scorer }: Engine, apart: boolean): TrainerSetup {
  return {
    evaluator: scorer,
    pause: new PauseSwitch(),
    makeLearners: (architecture, training, examples, starts, from) =>
      apart
        ? starts.flatMap((start, m) => makeLearners(info.name, inputs, architecture, training, examples, [start], from && [from[m]]))
        : makeLearners(info.name, inputs, architecture, training, examples, starts, from),
  };
}

/** Plain products by tfjs on wasm, loops over typed arrays for the rest: one network after another. */
export function flatTensorSetup(scorer: Evaluator): TrainerSetup {
  return {
    evaluator: scorer,
    pause: new PauseSwitch(),
    makeLearners: (architecture, training, examples, starts) => starts.map((start) => new FlatLearner({ architecture, training, examples }, start)),
  };
}

/** All networks as one stack of tensors, for tfjs on GPUs. */
export function stackedTensorSetup(scorer: Evaluator, inputs: DeviceExamples): TrainerSetup {
  return {
    evaluator: scorer,
    pause: new PauseSwitch(),
    makeLearners: (architecture, training, examples, starts) => [
      new StackedLearner({ architecture, training, examples }, starts, inputs.acquire(examples)),
    ],
  };
}
