import { SHARED_LAB } from '../../state/figures/lab-view.ts';
import { Segmented } from '../../ui/fields/Segmented.tsx';
import { Select } from '../../ui/fields/Select.tsx';
import { useApp, useRun } from '../use-app.ts';

/** The mean of all pairs, or one of them; nothing where there is only one. */
export function PairChoiceBar({ pairs }: { pairs: readonly string[] }) {
  const run = useRun();
  const pair = useApp((state) => state.view.lab.pair);
  if (pairs.length < 2) return null;
  const value = pair === null ? 'mean' : String(pair);
  const choose = (next: string): void => run('setView', { lab: { pair: next === 'mean' ? null : Number(next) } });
  const entries = [{ value: 'mean', label: 'mean' }, ...pairs.map((name, i) => ({ value: String(i), label: String(i + 1), note: name }))];
  return pairs.length <= 3 ? (
    <Segmented label={SHARED_LAB.pair.label} value={value} segments={entries} onChange={choose} />
  ) : (
    <Select bare label={SHARED_LAB.pair.label} value={value} choices={entries} onChange={choose} />
  );
}
