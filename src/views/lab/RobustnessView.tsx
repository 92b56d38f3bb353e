import { useMemo } from 'react';
import { columnName } from '../../plots/figures/barriers.ts';
import { robustnessFigure, robustnessTable, robustnessText } from '../../plots/figures/robustness.ts';
import { ROBUSTNESS_SETTINGS, type RobustnessView as Settings } from '../../state/figures/robustness.ts';
import { Select } from '../../ui/fields/Select.tsx';
import { SettingField } from '../fields/SettingField.tsx';
import { useApp, useRun } from '../use-app.ts';
import { LabEmpty } from './LabEmpty.tsx';
import { usePairNote } from '../figure/use-note.ts';
import { LabFrame, type LabPicture } from './LabFrame.tsx';
import { MetricChoice } from './LabSettings.tsx';
import { lastOfEach as epochsOfRoles } from '../../state/pairs/epochs.ts';
import { OnePairFields, useShownPath } from './OnePairFields.tsx';

/** Random moves of each layer as far as the other network lies, beside the way to it. */
export function RobustnessView() {
  const run = useRun();
  const work = useApp((state) => state.figures.robustness);
  const { draws, seed, epoch } = useApp((state) => state.view.lab.robustness);
  const set = (robustness: Partial<Settings>): void => run('setView', { lab: { robustness } });
  const metric = useApp((state) => state.view.lab.metric);
  const figure = work.result;
  const lastOfEach = useApp(epochsOfRoles);
  const shown = useShownPath(figure);
  const pictures = useMemo(
    (): LabPicture[] =>
      figure === null || shown === null
        ? []
        : [
            {
              name: '',
              make: (width, theme) => robustnessFigure({ result: shown.result, path: shown.path, metric, split: figure.split, width, theme }),
            },
          ],
    [figure, shown, metric],
  );
  const note = usePairNote(
    figure?.pairName ?? null,
    figure?.split ?? null,
    `${metric}${figure !== null && figure.epochs.length > 1 ? `, ${columnName(figure.epoch, { columns: 'epochs', lastOfEach })}` : ''}; ${draws} random draws`,
  );
  return (
    <LabFrame
      figure="robustness"
      note={note}
      work={work}
      busy="Moving layers at random"
      settings={
        <>
          <OnePairFields figure={figure} />
          {figure !== null && figure.epochs.length > 1 && (
            <Select
              label={ROBUSTNESS_SETTINGS.epoch.label}
              hint={ROBUSTNESS_SETTINGS.epoch.explanation}
              value={String(epoch === null ? figure.epochs.length - 1 : figure.epochs.indexOf(figure.epoch))}
              choices={figure.epochs.map((at, i) => ({ value: String(i), label: columnName(at, { columns: 'epochs', lastOfEach }) }))}
              onChange={(at) => set({ epoch: Number(at) === figure.epochs.length - 1 ? null : figure.epochs[Number(at)] })}
            />
          )}
          <SettingField setting={ROBUSTNESS_SETTINGS.draws} value={draws} onChange={(next) => set({ draws: next })} />
          <SettingField setting={ROBUSTNESS_SETTINGS.seed} value={seed} onChange={(next) => set({ seed: next })} />
          <MetricChoice />
        </>
      }
      pictures={pictures}
      empty={<LabEmpty />}
      table={shown === null ? null : () => robustnessTable({ result: shown.result, metric })}
      text={
        figure === null || shown === null
          ? 'No robustness measured yet.'
          : robustnessText({ result: shown.result, path: shown.path, metric, split: figure.split })
      }
    />
  );
}
