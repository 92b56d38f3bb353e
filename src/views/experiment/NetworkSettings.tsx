import type { ArchitectureChoice } from '../../nn/architecture.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useApp, useRun } from '../use-app.ts';
import { parseWidths } from './seed-text.ts';

const MOST = { layers: 12, width: 2048 };

/** The architecture of the networks to train. */
export function NetworkSettings() {
  const run = useRun();
  const architecture = useApp((state) => state.experiment.architecture);
  const classes = useApp((state) => state.data.result?.classes ?? 2);
  const set = (patch: Partial<ArchitectureChoice>): void => run('setExperiment', { architecture: patch });
  return (
    <>
      <TextField
        label="Widths"
        value={architecture.hidden.join(', ')}
        note="hidden layers, such as 64, 64; empty: linear"
        check={(text) => {
          const widths = parseWidths(text, MOST);
          return typeof widths === 'string' ? widths : null;
        }}
        onCommit={(text) => {
          const widths = parseWidths(text, MOST);
          if (typeof widths !== 'string') set({ hidden: widths });
        }}
      />
      <Select
        label="Activation"
        value={architecture.activation}
        choices={[
          { value: 'relu', label: 'ReLU' },
          { value: 'tanh', label: 'tanh' },
          { value: 'gelu', label: 'GELU' },
          { value: 'linear', label: 'linear' },
        ]}
        onChange={(activation) => set({ activation })}
      />
      <Select
        label="Layer norm"
        value={architecture.norm}
        choices={[
          { value: 'none', label: 'none' },
          { value: 'before', label: 'before activation' },
          { value: 'after', label: 'after activation' },
        ]}
        onChange={(norm) => set({ norm })}
      />
      <Select
        label="Output"
        value={architecture.output}
        choices={[{ value: 'softmax', label: 'softmax' }, ...(classes === 2 ? [{ value: 'logistic' as const, label: 'one logistic unit' }] : [])]}
        onChange={(output) => set({ output })}
      />
      <Select
        label="Start"
        value={architecture.init}
        choices={[
          { value: 'pytorch', label: 'PyTorch default' },
          { value: 'he-normal', label: 'He, normal' },
          { value: 'he-uniform', label: 'He, uniform' },
          { value: 'xavier-normal', label: 'Xavier, normal' },
          { value: 'xavier-uniform', label: 'Xavier, uniform' },
        ]}
        onChange={(init) => set({ init })}
      />
    </>
  );
}
