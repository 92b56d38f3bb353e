import { useState } from 'react';
import type { DatasetId, DatasetSpec, GeneratedSpec, ImagesSpec } from '../../datasets/spec.ts';
import { DATASET_CHOICES, datasetLabel } from '../../state/data/choices.ts';
import { SETTINGS } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FileButton } from '../../ui/fields/FileButton.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Select } from '../../ui/fields/Select.tsx';
import { SettingField } from '../fields/SettingField.tsx';
import { useApp, useRun } from '../use-app.ts';
import { FileSettings, ImageSettings } from './ImageSettings.tsx';

function GeneratedSettings({ spec }: { spec: GeneratedSpec }) {
  const run = useRun();
  const { trainSize, testSize, noise, seed, arms } = SETTINGS.data[spec.id];
  const set = (patch: Partial<GeneratedSpec>): void => run('loadData', { ...spec, ...patch });
  return (
    <>
      <SettingField setting={trainSize} value={spec.trainSize} onChange={(value) => set({ trainSize: value })} />
      <SettingField setting={testSize} value={spec.testSize} onChange={(value) => set({ testSize: value })} />
      <SettingField setting={noise} value={spec.noise} onChange={(value) => set({ noise: value })} />
      {spec.id === 'spirals' && <SettingField setting={arms} value={spec.arms} onChange={(value) => set({ arms: value })} />}
      <SettingField setting={seed} value={spec.seed} onChange={(value) => set({ seed: value })} />
    </>
  );
}

function SpecSettings({ spec }: { spec: DatasetSpec }) {
  if (spec.id === 'file') return <FileSettings spec={spec} />;
  return 'source' in spec ? <ImageSettings spec={spec} /> : <GeneratedSettings spec={spec} />;
}

/** Asks before anything leaves this site, and offers the other ways. */
function SourceDialog({ spec, onClose }: { spec: ImagesSpec; onClose: () => void }) {
  const run = useRun();
  const label = datasetLabel(spec.id);
  const mirror = (): void => {
    run('loadData', { ...spec, source: 'mirror', scaling: 'unit' });
    onClose();
  };
  return (
    <Dialog title={`Where is ${label}?`} open onClose={onClose}>
      <p>
        This site does not hold {label}. Whoever runs it can put it there with <code>npm run data</code>. Until then:
      </p>
      {spec.id === 'mnist' && (
        <>
          <p className="dialog-paragraph">
            <b>A public mirror.</b> 65,000 of the images, in another order than the original files, fetched from storage.googleapis.com (about 10 MB).
            That server will see your address. Results are named “MNIST (mirror)”.
          </p>
          <Button variant="primary" onPress={mirror}>
            Fetch from the mirror
          </Button>
        </>
      )}
      <p className="dialog-paragraph">
        <b>Your own copy.</b>{' '}
        {spec.id === 'mnist' ? 'The four IDX files, plain or gz.' : 'The binary batches, plain or gz, or the official cifar-10-binary.tar.gz.'}{' '}
        Nothing is uploaded.
      </p>
      <FileButton
        label="Choose files"
        onFiles={(files) => {
          run('openFiles', { files });
          onClose();
        }}
      />
    </Dialog>
  );
}

function specOf(id: DatasetId): GeneratedSpec | ImagesSpec | null {
  return DATASET_CHOICES.find((choice) => choice.id === id)?.spec ?? null;
}

/** Which data, how much of it, and where it comes from. */
export function DataSettings() {
  const run = useRun();
  const spec = useApp((state) => state.experiment.data);
  const work = useApp((state) => state.data);
  const available = useApp((state) => state.available);
  const [asked, setAsked] = useState<ImagesSpec | null>(null);
  const choose = (id: DatasetId): void => {
    const next: DatasetSpec | null = specOf(id);
    if (next === null || id === 'file') return;
    if (next.id === 'mnist' || next.id === 'cifar10') {
      const found = available[next.id];
      if (found === undefined) {
        setAsked(next);
        return;
      }
      run('loadData', { ...next, source: 'origin', trainSize: Math.min(next.trainSize, found.train), testSize: Math.min(next.testSize, found.test) });
      return;
    }
    run('loadData', next);
  };
  const choices = [
    ...DATASET_CHOICES.map(({ id, label, note }) => ({ value: id, label, note })),
    ...(spec.id === 'file' ? [{ value: 'file' as const, label: spec.file.name }] : []),
  ];
  return (
    <>
      <Select<DatasetId> label="Data" value={spec.id} choices={choices} onChange={choose} />
      <SpecSettings spec={spec} />
      {work.status === 'running' && (
        <Progress label={work.progress?.phase ?? 'Loading'} done={work.progress?.done ?? 0} total={work.progress?.total ?? 0} />
      )}
      {work.status === 'failed' && work.error !== null && (
        <p className="inline-error" role="alert">
          {work.error.message}
        </p>
      )}
      {work.result?.notes.map((note) => (
        <p key={note} className="quiet-text">
          {note}
        </p>
      ))}
      <div className="row-end">
        <FileButton label="Open a file…" quiet onFiles={(files) => run('openFiles', { files })} />
      </div>
      {asked !== null && <SourceDialog spec={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
