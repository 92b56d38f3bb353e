import { formatNumber, formatPercent } from '../../base/format.ts';
import { otherPathWords, shownPlace } from '../probe/probe-place.ts';
import { useApp } from '../use-app.ts';
import type { PlaneKind } from './plane-input.ts';

/**
 * The probe in words, where its own figure is not on the screen: where it stands, and what the network there costs.
 *
 * @param single the one plane that is shown; null where there are two
 */
export function ProbeLine({ single }: { single: PlaneKind | null }) {
  const probe = useApp((state) => state.view.probe);
  const place = useApp(shownPlace);
  const result = useApp((state) => state.probe.result);
  const split = useApp((state) => state.view.split);
  if (result === null) return null;
  return (
    <p className="plane-probe">
      Probe at <span className="probe-place">{place}</span>
      {single !== null && otherPathWords(single, probe)}: {split} loss <b>{formatNumber(result.score.loss)}</b>, accuracy{' '}
      <b>{formatPercent(result.score.accuracy)}</b>
    </p>
  );
}
