import type { Training } from '../../nn/training.ts';
import { SETTINGS } from '../../state/settings.ts';
import { SettingField } from '../fields/SettingField.tsx';
import { useApp, useRun } from '../use-app.ts';

const { epochs, batchSize, optimizer, learningRate, momentum, weightDecay, schedule, cycleMomentum, warmup, clipNorm, checkpoints } =
  SETTINGS.training;

/** How the networks are trained. */
export function TrainingSettings() {
  const run = useRun();
  const training = useApp((state) => state.experiment.training);
  const set = (patch: Partial<Training>): void => run('setExperiment', { training: patch });
  const hasMomentum = training.optimizer === 'sgd' || training.optimizer === 'rmsprop';
  return (
    <>
      <SettingField setting={epochs} value={training.epochs} onChange={(value) => set({ epochs: value })} />
      <SettingField setting={batchSize} value={training.batchSize} onChange={(value) => set({ batchSize: value })} />
      <SettingField setting={optimizer} value={training.optimizer} onChange={(value) => set({ optimizer: value })} />
      <SettingField setting={learningRate} value={training.learningRate} onChange={(value) => set({ learningRate: value })} />
      {hasMomentum && <SettingField setting={momentum} value={training.momentum} onChange={(value) => set({ momentum: value })} />}
      <SettingField setting={weightDecay} value={training.weightDecay} onChange={(value) => set({ weightDecay: value })} />
      <SettingField setting={schedule} value={training.schedule} onChange={(value) => set({ schedule: value })} />
      {training.schedule === 'onecycle' && (
        <SettingField setting={cycleMomentum} value={training.cycleMomentum} onChange={(value) => set({ cycleMomentum: value })} />
      )}
      <SettingField setting={warmup} value={training.warmup} onChange={(value) => set({ warmup: value })} />
      <SettingField setting={clipNorm} value={training.clipNorm} onChange={(value) => set({ clipNorm: value })} />
      <SettingField setting={checkpoints} value={training.checkpoints} onChange={(value) => set({ checkpoints: value })} />
    </>
  );
}
