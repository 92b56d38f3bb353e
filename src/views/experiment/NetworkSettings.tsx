import type { ArchitectureChoice } from '../../nn/architecture.ts';
import { architectureRefusal } from '../../state/networks/size.ts';
import { SETTINGS } from '../../state/settings.ts';
import { SettingField } from '../fields/SettingField.tsx';
import { TextSettingField } from '../fields/TextSettingField.tsx';
import { useApp, useRun } from '../use-app.ts';
import { parseWidths } from './seed-text.ts';

const { hidden, activation, norm, output, init } = SETTINGS.architecture;

/** The architecture of the networks to train. */
export function NetworkSettings() {
  const run = useRun();
  const architecture = useApp((state) => state.experiment.architecture);
  const classes = useApp((state) => state.data.result?.classes ?? 2);
  const refusal = useApp(architectureRefusal);
  const set = (patch: Partial<ArchitectureChoice>): void => run('setExperiment', { architecture: patch });
  return (
    <>
      <TextSettingField setting={hidden} text={architecture.hidden.join(', ')} parse={parseWidths} onChange={(value) => set({ hidden: value })} />
      {refusal !== null && (
        <p className="inline-error" role="alert">
          {refusal}
        </p>
      )}
      <SettingField setting={activation} value={architecture.activation} onChange={(value) => set({ activation: value })} />
      <SettingField setting={norm} value={architecture.norm} onChange={(value) => set({ norm: value })} />
      <SettingField
        setting={output}
        value={architecture.output}
        offered={classes === 2 ? ['softmax', 'logistic'] : ['softmax']}
        onChange={(value) => set({ output: value })}
      />
      <SettingField setting={init} value={architecture.init} onChange={(value) => set({ init: value })} />
    </>
  );
}
