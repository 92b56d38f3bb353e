import { formatCount } from '../../base/format.ts';
import type { FileSpec, ImagesSpec, PixelScaling } from '../../datasets/spec.ts';
import { STANDARD_SCALING as STANDARD } from '../../state/data/choices.ts';
import { SETTINGS } from '../../state/settings.ts';
import { Select } from '../../ui/fields/Select.tsx';
import { TextField } from '../../ui/fields/TextField.tsx';
import { labelOf } from '../fields/label-of.ts';
import { refusalOf } from '../fields/refusal.ts';
import { SettingField } from '../fields/SettingField.tsx';
import { useApp, useRun } from '../use-app.ts';

interface Standardisation {
  readonly mean: number;
  readonly deviation: number;
}

function StandardisationFields({ scaling, onChange }: { scaling: Standardisation; onChange: (scaling: Standardisation) => void }) {
  const { mean, deviation } = SETTINGS.standardisation;
  return (
    <>
      <SettingField setting={mean} value={scaling.mean} onChange={(value) => onChange({ ...scaling, mean: value })} />
      <SettingField setting={deviation} value={scaling.deviation} onChange={(value) => onChange({ ...scaling, deviation: value })} />
    </>
  );
}

interface PixelFieldsProps {
  readonly id: 'glyphs' | ImagesSpec['id'];
  readonly scaling: PixelScaling;
  /** What pixels are where they are not standardised. */
  readonly plain: string;
  /** The mean and deviation that are offered. */
  readonly standard: PixelScaling;
  readonly onChange: (scaling: PixelScaling) => void;
}

/** How pixels become inputs. */
export function PixelFields({ id, scaling, plain, standard, onChange }: PixelFieldsProps) {
  const setting = SETTINGS.data[id].scaling;
  return (
    <>
      <Select
        label={setting.label}
        hint={setting.explanation}
        value={scaling === 'unit' ? 'unit' : 'standard'}
        choices={[
          { value: 'unit', label: plain },
          { value: 'standard', label: 'standardised' },
        ]}
        onChange={(value) => onChange(value === 'unit' ? 'unit' : standard)}
      />
      {scaling !== 'unit' && <StandardisationFields scaling={scaling} onChange={onChange} />}
    </>
  );
}

const MIRROR = { train: 55_000, test: 10_000 };

/** How much of an image set, and how its pixels are scaled. */
export function ImageSettings({ spec }: { spec: ImagesSpec }) {
  const run = useRun();
  const site = useApp((state) => state.available[spec.id]);
  const set = (patch: Partial<ImagesSpec>): void => run('loadData', { ...spec, ...patch });
  const { trainSize, testSize, channels } = SETTINGS.data[spec.id];
  const there =
    spec.source === 'mirror' ? MIRROR : spec.source === 'origin' && site !== undefined ? site : { train: trainSize.max, test: testSize.max };
  return (
    <>
      <SettingField
        setting={trainSize}
        most={there.train}
        note={`first n of ${formatCount(there.train)}`}
        value={spec.trainSize}
        onChange={(value) => set({ trainSize: value })}
      />
      <SettingField setting={testSize} most={there.test} value={spec.testSize} onChange={(value) => set({ testSize: value })} />
      <PixelFields id={spec.id} scaling={spec.scaling} plain="pixel / 255" standard={STANDARD} onChange={(scaling) => set({ scaling })} />
      {spec.id === 'cifar10' && <SettingField setting={channels} value={spec.channels} onChange={(value) => set({ channels: value })} />}
      <p className="quiet-text">From {labelOf(SETTINGS.data.mnist.source, spec.source)}.</p>
    </>
  );
}

/** A person's own file: how a CSV is read, and scaling. */
export function FileSettings({ spec }: { spec: FileSpec }) {
  const run = useRun();
  const set = (patch: Partial<FileSpec>): void => run('loadData', { ...spec, ...patch });
  const { labelColumn, header, decimal, firstColumn, scaling } = SETTINGS.data.file;
  return (
    <>
      <TextField
        label={labelColumn.label}
        hint={labelColumn.explanation}
        note={labelColumn.note ?? ''}
        value={spec.labelColumn ?? ''}
        check={(text) => refusalOf(() => labelColumn.read(text.trim(), labelColumn.label))}
        onCommit={(text) => set({ labelColumn: labelColumn.read(text.trim(), labelColumn.label) })}
      />
      {!/\.safetensors$/i.test(spec.file.name) && (
        <>
          <SettingField setting={header} value={spec.header} onChange={(next) => set({ header: next })} />
          <SettingField setting={firstColumn} value={spec.firstColumn} onChange={(next) => set({ firstColumn: next })} />
          <SettingField setting={decimal} value={spec.decimal} onChange={(next) => set({ decimal: next })} />
        </>
      )}
      <Select
        label={scaling.label}
        hint={scaling.explanation}
        value={spec.scaling === 'raw' ? 'raw' : 'scaled'}
        choices={[
          { value: 'raw', label: 'as they are' },
          { value: 'scaled', label: '(x − mean) / deviation' },
        ]}
        onChange={(value) => set({ scaling: value === 'raw' ? 'raw' : { mean: 0, deviation: 1 } })}
      />
      {spec.scaling !== 'raw' && <StandardisationFields scaling={spec.scaling} onChange={(value) => set({ scaling: value })} />}
    </>
  );
}
