import { Slider } from '../../ui/fields/Slider.tsx';
import { pathOf, shownAlpha } from '../probe/probe-place.ts';
import { useApp, useRun } from '../use-app.ts';
import './curve.css';

/** α by keyboard, touch and pointer. Moves the probe along the path that is shown alone, or else along its own. */
export function AlphaSlider({ shown = null }: { shown?: 'naive' | 'aligned' | null }) {
  const run = useRun();
  const probe = useApp((state) => state.view.probe);
  const extended = useApp((state) => state.view.curve.extended);
  const alpha = useApp(shownAlpha) ?? 0.5;
  const path = shown ?? pathOf(probe);
  return (
    <div className="alpha-slider">
      <Slider
        label="α"
        value={Math.round(alpha * 1000) / 1000}
        min={extended ? -0.5 : 0}
        max={extended ? 1.5 : 1}
        step={0.01}
        onChange={(next) => run('probe', { kind: 'path', path, alpha: next })}
      />
    </div>
  );
}
