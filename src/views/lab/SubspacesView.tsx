import { useMemo } from 'react';
import { subspacesFigure, subspacesTable, subspacesText } from '../../plots/figures/subspaces.ts';
import type { LabView } from '../../state/view.ts';
import { Select } from '../../ui/fields/Select.tsx';
import { SUBSPACES_SETTINGS } from '../../state/figures/subspaces.ts';
import { SettingField } from '../fields/SettingField.tsx';
import { useApp, useRun } from '../use-app.ts';
import { LabEmpty } from './LabEmpty.tsx';
import { usePairNote } from '../figure/use-note.ts';
import { LabFrame, type LabPicture } from './LabFrame.tsx';
import { MetricChoice } from './LabSettings.tsx';
import { OnePairFields, useShownPath } from './OnePairFields.tsx';

type Settings = LabView['subspaces'];

function Fields({ view }: { view: Settings }) {
  const run = useRun();
  const layers = useApp((state) => (state.networks.find(({ id }) => id === state.roles.A)?.architecture.hidden.length ?? 0) + 1);
  const set = (subspaces: Partial<Settings>): void => run('setView', { lab: { subspaces } });
  return (
    <>
      <Select
        label={SUBSPACES_SETTINGS.layer.label}
        value={view.layer === null ? 'all' : String(view.layer)}
        choices={[
          { value: 'all', label: 'the whole network' },
          ...Array.from({ length: layers }, (_, l) => ({ value: String(l), label: `layer ${l + 1}` })),
        ]}
        onChange={(next) => set({ layer: next === 'all' ? null : Number(next) })}
      />
      <SettingField setting={SUBSPACES_SETTINGS.basis} value={view.basis} onChange={(basis) => set({ basis })} />
      <SettingField setting={SUBSPACES_SETTINGS.draws} value={view.draws} onChange={(draws) => set({ draws })} />
      <SettingField setting={SUBSPACES_SETTINGS.seed} value={view.seed} onChange={(seed) => set({ seed })} />
    </>
  );
}

/** Noise in the interpolation direction, the training subspace and its complement. */
export function SubspacesView() {
  const work = useApp((state) => state.figures.subspaces);
  const view = useApp((state) => state.view.lab.subspaces);
  const metric = useApp((state) => state.view.lab.metric);
  const figure = work.result;
  const shown = useShownPath(figure);
  const pictures = useMemo(
    (): LabPicture[] =>
      figure === null || shown === null
        ? []
        : [{ name: '', make: (width, theme) => subspacesFigure({ result: shown.result, metric, split: figure.split, width, theme }) }],
    [figure, shown, metric],
  );
  const note = usePairNote(figure?.pairName ?? null, figure?.split ?? null, `${metric}; ${view.draws} draws of noise of each norm around A`);
  return (
    <LabFrame
      figure="subspaces"
      note={note}
      work={work}
      busy="Adding noise"
      settings={
        <>
          <OnePairFields figure={figure} />
          <Fields view={view} />
          <MetricChoice />
        </>
      }
      pictures={pictures}
      empty={<LabEmpty />}
      table={shown === null ? null : () => subspacesTable({ result: shown.result, metric })}
      text={figure === null || shown === null ? 'No subspaces measured yet.' : subspacesText({ result: shown.result, metric, split: figure.split })}
    />
  );
}
