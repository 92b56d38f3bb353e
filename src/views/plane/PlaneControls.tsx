import { primed } from '../../base/format.ts';
import { ENDPOINTS, type Endpoint } from '../../state/experiment.ts';
import { PLANE_SETTINGS } from '../../state/figures/plane.ts';
import type { View } from '../../state/view.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/fields/Segmented.tsx';
import { Select, type Choice } from '../../ui/fields/Select.tsx';
import { useApp, useRun } from '../use-app.ts';
import { probeAlong } from '../probe/probe-place.ts';
import type { PlaneKind } from './plane-input.ts';

/** Which plane, map or surface. `single`: the one plane there is room for, on a phone; null where two fit. */
export function PlaneControls({ single }: { single: PlaneKind | null }) {
  const run = useRun();
  const view = useApp((state) => state.view.plane);
  const probe = useApp((state) => state.view.probe);
  const matched = useApp((state) => state.aligned.B !== null);
  const { show, surface } = PLANE_SETTINGS;
  const choose = (next: View['plane']['show']): void => {
    const along = next === 'naive' || (next === 'aligned' && matched) ? { probe: probeAlong(next, probe) } : {};
    run('setView', { plane: { show: next }, ...along });
  };
  return (
    <>
      <Segmented
        label={show.label}
        value={single ?? view.show}
        segments={single === null ? show.choices : show.choices.filter(({ value }) => value !== 'both')}
        onChange={choose}
      />
      <Segmented
        label={surface.label}
        value={view.surface ? '3-D' : '2-D'}
        segments={[
          { value: '2-D', label: '2-D' },
          { value: '3-D', label: '3-D' },
        ]}
        onChange={(value) => run('setView', { plane: { surface: value === '3-D' } })}
      />
    </>
  );
}

/** The three networks of a plane of one's own choice. */
export function PlaneChooser() {
  const run = useRun();
  const through = useApp((state) => state.view.plane.through);
  const choose = (index: number, endpoint: Endpoint): void => {
    const next: [Endpoint, Endpoint, Endpoint] = [...through];
    next[index] = endpoint;
    run('setView', { plane: { through: next } });
  };
  // Three different networks span a plane: those of the other two places are taken.
  const choicesFor = (index: number): Choice<Endpoint>[] =>
    ENDPOINTS.map((value) => ({ value, label: primed(value), disabled: through.some((taken, place) => place !== index && taken === value) }));
  return (
    <div className="plane-chooser">
      <span>{PLANE_SETTINGS.through.label}</span>
      {(['First', 'Second', 'Third'] as const).map((place, index) => (
        <Select<Endpoint>
          key={place}
          bare
          label={`${place} network`}
          value={through[index]}
          choices={choicesFor(index)}
          onChange={(endpoint) => choose(index, endpoint)}
        />
      ))}
    </div>
  );
}

/** Zoom by buttons, for those without a wheel. By twos: half of the lines of points are there already. */
export function PlaneZoom({ kind }: { kind: PlaneKind }) {
  const run = useRun();
  const window = useApp((state) => state.view.plane.window);
  const plane = useApp((state) => state.figures.plane.result?.[kind]?.plane ?? null);
  if (plane === null) return null;
  const zoom = (factor: number): void => {
    const [x0, x1, y0, y1] = window ?? [plane.x[0], plane.x[plane.x.length - 1], plane.y[0], plane.y[plane.y.length - 1]];
    const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
    const [w, h] = [((x1 - x0) / 2) * factor, ((y1 - y0) / 2) * factor];
    run('setView', { plane: { window: [cx - w, cx + w, cy - h, cy + h] } });
  };
  return (
    <div className="plane-zoom">
      <IconButton icon="plus" label="Zoom in" onPress={() => zoom(0.5)} />
      <IconButton icon="minus" label="Zoom out" onPress={() => zoom(2)} />
      <IconButton icon="reset" label="Show all three networks" disabled={window === null} onPress={() => run('resetPlane')} />
    </div>
  );
}
