import { formatCount } from '../../base/format.ts';
import type { FileSpec, ImagesSpec } from '../../datasets/spec.ts';
import { STANDARD_SCALING as STANDARD } from '../../state/data/choices.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useApp, useRun } from '../use-app.ts';

const SOURCES = { origin: 'this site', mirror: 'the public mirror, another order', files: 'your files' } as const;

/** How much of an image set, and how its pixels are scaled. */
export function ImageSettings({ spec }: { spec: ImagesSpec }) {
  const run = useRun();
  const available = useApp((state) => state.available[spec.id]);
  const set = (patch: Partial<ImagesSpec>): void => run('loadData', { ...spec, ...patch });
  const most = spec.source === 'mirror' ? { train: 55_000, test: 10_000 } : (available ?? { train: 60_000, test: 10_000 });
  const scaling = spec.scaling;
  return (
    <>
      <NumberField
        label="Train"
        whole
        min={1}
        max={most.train}
        value={spec.trainSize}
        note={`first n of ${formatCount(most.train)}`}
        onCommit={(trainSize) => set({ trainSize })}
      />
      <NumberField label="Test" whole min={1} max={most.test} value={spec.testSize} onCommit={(testSize) => set({ testSize })} />
      <Select
        label="Pixels"
        value={scaling === 'unit' ? 'unit' : 'standard'}
        choices={[
          { value: 'unit', label: 'pixel / 255' },
          { value: 'standard', label: 'standardised' },
        ]}
        onChange={(value) => set({ scaling: value === 'unit' ? 'unit' : STANDARD })}
      />
      {scaling !== 'unit' && (
        <>
          <NumberField label="Mean" min={-10} max={10} value={scaling.mean} onCommit={(mean) => set({ scaling: { ...scaling, mean } })} />
          <NumberField
            label="Deviation"
            min={1e-6}
            max={100}
            value={scaling.deviation}
            onCommit={(deviation) => set({ scaling: { ...scaling, deviation } })}
          />
        </>
      )}
      {spec.id === 'cifar10' && (
        <Select
          label="Channels"
          value={spec.channels}
          choices={[
            { value: 'last', label: 'last' },
            { value: 'first', label: 'first', note: 'PyTorch’s x.flatten(1)' },
          ]}
          onChange={(channels) => set({ channels })}
        />
      )}
      <p className="quiet-text">From {SOURCES[spec.source]}.</p>
    </>
  );
}

/** A person's own file: which column is the label, and scaling. */
export function FileSettings({ spec }: { spec: FileSpec }) {
  const run = useRun();
  const set = (patch: Partial<FileSpec>): void => run('loadData', { ...spec, ...patch });
  const scaling = spec.scaling;
  return (
    <>
      <TextField
        label="Label column"
        value={spec.labelColumn ?? ''}
        note="name or number; empty: label, class, target, y or the last"
        onCommit={(text) => set({ labelColumn: text.trim() === '' ? null : text.trim() })}
      />
      <Select
        label="Values"
        value={scaling === 'raw' ? 'raw' : 'scaled'}
        choices={[
          { value: 'raw', label: 'as they are' },
          { value: 'scaled', label: '(x − mean) / deviation' },
        ]}
        onChange={(value) => set({ scaling: value === 'raw' ? 'raw' : { mean: 0, deviation: 1 } })}
      />
      {scaling !== 'raw' && (
        <>
          <NumberField label="Mean" min={-1e6} max={1e6} value={scaling.mean} onCommit={(mean) => set({ scaling: { ...scaling, mean } })} />
          <NumberField
            label="Deviation"
            min={1e-9}
            max={1e6}
            value={scaling.deviation}
            onCommit={(deviation) => set({ scaling: { ...scaling, deviation } })}
          />
        </>
      )}
    </>
  );
}
