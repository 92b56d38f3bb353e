import type { Training } from '../../nn/training.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { Select } from '../../ui/Select.tsx';
import { useApp, useRun } from '../use-app.ts';

/** How the networks are trained. */
export function TrainingSettings() {
  const run = useRun();
  const training = useApp((state) => state.experiment.training);
  const set = (patch: Partial<Training>): void => run('setExperiment', { training: patch });
  const hasMomentum = training.optimizer === 'sgd' || training.optimizer === 'rmsprop';
  return (
    <>
      <NumberField label="Epochs" whole min={1} max={10_000} value={training.epochs} onCommit={(epochs) => set({ epochs })} />
      <NumberField label="Batch" whole min={1} max={60_000} value={training.batchSize} onCommit={(batchSize) => set({ batchSize })} />
      <Select
        label="Optimiser"
        value={training.optimizer}
        choices={[
          { value: 'sgd', label: 'SGD with momentum' },
          { value: 'adam', label: 'Adam' },
          { value: 'adamw', label: 'AdamW', note: 'decoupled weight decay' },
          { value: 'rmsprop', label: 'RMSprop' },
        ]}
        onChange={(optimizer) => set({ optimizer })}
      />
      <NumberField label="Learning rate" min={1e-8} max={100} value={training.learningRate} onCommit={(learningRate) => set({ learningRate })} />
      {hasMomentum && <NumberField label="Momentum" min={0} max={0.9999} value={training.momentum} onCommit={(momentum) => set({ momentum })} />}
      <NumberField label="Weight decay" min={0} max={10} value={training.weightDecay} onCommit={(weightDecay) => set({ weightDecay })} />
      <Select
        label="Schedule"
        value={training.schedule}
        choices={[
          { value: 'constant', label: 'constant' },
          { value: 'cosine', label: 'cosine' },
          { value: 'onecycle', label: 'one cycle' },
        ]}
        onChange={(schedule) => set({ schedule })}
      />
      <NumberField label="Warm-up" min={0} max={10_000} value={training.warmup} note="epochs; 0: none" onCommit={(warmup) => set({ warmup })} />
      <NumberField label="Clip norm" min={0} max={1e6} value={training.clipNorm} note="0: no clipping" onCommit={(clipNorm) => set({ clipNorm })} />
      <NumberField label="Checkpoints" whole min={2} max={200} value={training.checkpoints} onCommit={(checkpoints) => set({ checkpoints })} />
    </>
  );
}
