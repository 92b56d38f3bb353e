import { useMemo } from 'react';
import type { OfPair } from '../../state/figures/pair-figure.ts';
import { Segmented } from '../../ui/fields/Segmented.tsx';
import { Select } from '../../ui/fields/Select.tsx';
import { useApp, useRun } from '../use-app.ts';

export interface ShownPath<Result> {
  readonly path: 'naive' | 'aligned';
  readonly result: Result;
}

/** What a figure that shows one path at a time shows: the path asked for, else the other; null where neither is there. */
export function useShownPath<Result>(figure: OfPair<Result> | null): ShownPath<Result> | null {
  const paths = useApp((state) => state.view.lab.paths);
  return useMemo(() => {
    if (figure === null) return null;
    const { naive, aligned } = figure;
    if (aligned !== null && (paths === 'aligned' || naive === null)) return { path: 'aligned', result: aligned };
    return naive === null ? null : { path: 'naive', result: naive };
  }, [figure, paths]);
}

/** Which of several pairs, of a figure that shows one. */
export function PairSelect({ figure }: { figure: OfPair<unknown> | null }) {
  const run = useRun();
  if (figure === null || figure.pairs < 2) return null;
  return (
    <Select
      label="Pair"
      value={String(figure.pair)}
      choices={Array.from({ length: figure.pairs }, (_, i) => ({ value: String(i), label: `pair ${i + 1}` }))}
      onChange={(next) => run('setView', { lab: { pair: Number(next) } })}
    />
  );
}

/** Which pair, and as trained or matched, of a figure that shows one of each. */
export function OnePairFields({ figure }: { figure: OfPair<unknown> | null }) {
  const run = useRun();
  const paths = useApp((state) => state.view.lab.paths);
  return (
    <>
      <PairSelect figure={figure} />
      <Segmented<'naive' | 'aligned'>
        label="As trained, or matched neuron by neuron"
        value={paths === 'aligned' ? 'aligned' : 'naive'}
        segments={[
          { value: 'naive', label: 'naive' },
          { value: 'aligned', label: 'aligned' },
        ]}
        onChange={(next) => run('setView', { lab: { paths: next } })}
      />
    </>
  );
}
