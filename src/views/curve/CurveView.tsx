import { useCallback, useMemo, useRef, type RefObject } from 'react';
import { alphaMarker, curveFigure, type CurveInput, curveIsFinite, curveNote, curveText } from '../../plots/figures/curve.ts';
import { curveTable } from '../../plots/figures/curve-table.ts';
import { FILE_ROOM, PAGE_ROOM, Plot, type PlotHandle } from '../../plots/Plot.tsx';
import { CURVE_SETTINGS } from '../../state/figures/curve.ts';
import type { View } from '../../state/view.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { useRoom } from '../../ui/use-room.ts';
import { choiceMenu } from '../fields/choice-menu.ts';
import { SegmentedSetting } from '../fields/SegmentedSetting.tsx';
import { EmptyFigure, FigureStatus, NotFiniteFigure } from '../figure/FigureState.tsx';
import { FigureFrame } from '../figure/FigureFrame.tsx';
import { usePathNote } from '../figure/use-note.ts';
import { useProbePointer } from '../figure/use-probe-pointer.ts';
import { Term } from '../help/Term.tsx';
import { PlayButton, PlayLine } from '../play/PlayBar.tsx';
import { useMatchingShare } from '../play/use-matching-share.ts';
import { shownAlpha } from '../probe/probe-place.ts';
import { useApp, useRun } from '../use-app.ts';
import { useFigureTheme } from '../use-theme.ts';
import { AlphaSlider } from './AlphaSlider.tsx';
import { CurveLegend } from './CurveLegend.tsx';
import './curve.css';

function useOptions(curve: View['curve']): MenuGroup[] {
  const run = useRun();
  const set = (patch: Partial<View['curve']>): void => run('setView', { curve: patch });
  return [
    {
      title: 'Axes',
      entries: [
        { id: 'log', label: 'Logarithmic loss', checked: curve.log, onAction: () => set({ log: !curve.log }) },
        { id: 'extended', label: CURVE_SETTINGS.extended.label, checked: curve.extended, onAction: () => set({ extended: !curve.extended }) },
      ],
    },
    choiceMenu(CURVE_SETTINGS.definition, curve.definition, (definition) => set({ definition })),
    {
      title: 'Points',
      entries: [13, 25, 49, 101].map((points) => ({
        id: String(points),
        label: `${points} points`,
        checked: curve.points === points,
        onAction: () => set({ points }),
      })),
    },
  ];
}

interface CurvePlotProps {
  readonly input: Omit<CurveInput, 'room'>;
  readonly extended: boolean;
  readonly picture: RefObject<PlotHandle | null>;
}

/** The plot with α on it: all that a drag draws again. */
function CurvePlot({ input, extended, picture }: CurvePlotProps) {
  const [place, room] = useRoom();
  const figure = useMemo(() => (room === null ? null : curveFigure({ ...input, room })), [input, room]);
  const { theme } = input;
  const probe = useApp((state) => state.view.probe);
  const alpha = useApp(shownAlpha);
  const markers = useMemo(() => alphaMarker(alpha, theme), [alpha, theme]);
  const path = probe.kind === 'path' ? probe.path : 'naive';
  const [low, high] = extended ? [-0.5, 1.5] : [0, 1];
  const { onPoint } = useProbePointer(
    useCallback((x) => ({ kind: 'path', path, alpha: Math.min(high, Math.max(low, Math.round(x * 1000) / 1000)) }), [path, low, high]),
  );
  return (
    <div ref={place} className="curve-plot">
      {figure !== null && (
        <Plot
          figure={figure}
          markers={markers}
          onPoint={onPoint}
          label="Loss or accuracy along the path from A to B"
          describedBy="curve-text"
          handle={picture}
          filed={() => curveFigure({ ...input, room: FILE_ROOM })}
          themed={(theme) => curveFigure({ ...input, theme, room: PAGE_ROOM })}
        />
      )}
    </div>
  );
}

/** α by hand, and what else plays. While presenting they are the bar's. */
function AlphaRow() {
  const presenting = useApp((state) => state.talk.presenting);
  if (presenting) return null;
  return (
    <>
      <AlphaSlider />
      <PlayLine />
    </>
  );
}

/** Loss or accuracy along the path from A to B, naive and aligned. */
export function CurveView() {
  const run = useRun();
  const work = useApp((state) => state.figures.curve);
  const settings = useApp((state) => state.view.curve);
  const split = useApp((state) => state.view.split);
  const large = useApp((state) => state.view.large === 'curve');
  const theme = useFigureTheme(large);
  const picture = useRef<PlotHandle>(null);
  const result = work.result;
  const presenting = useApp((state) => state.talk.presenting);
  const fade = useMatchingShare();
  const input = useMemo(
    () =>
      result === null
        ? null
        : {
            naive: result.naive,
            aligned: result.aligned,
            split,
            metric: settings.metric,
            log: settings.log,
            definition: settings.definition,
            theme,
            ...(fade === null || result.aligned === null ? {} : { fade }),
            quiet: presenting,
          },
    [result, split, settings.metric, settings.log, settings.definition, theme, fade, presenting],
  );
  const note = usePathNote(split, result === null ? '' : curveNote({ ...result, ...settings, split }));
  const finite = result !== null && curveIsFinite(result.naive, result.aligned, settings.metric);
  return (
    <FigureFrame
      name="curve"
      title="Path"
      caption={
        <>
          straight from A to B (<Term id="interpolation">interpolation</Term>)
        </>
      }
      controls={
        <>
          {finite && <PlayButton />}
          <SegmentedSetting setting={CURVE_SETTINGS.metric} value={settings.metric} onChange={(metric) => run('setView', { curve: { metric } })} />
        </>
      }
      options={useOptions(settings)}
      picture={finite ? picture : []}
      table={result === null ? null : () => curveTable(result.naive, result.aligned)}
      note={finite ? note : null}
      text={result === null ? 'No curve yet.' : curveText({ ...result, ...settings, split })}
    >
      {input === null || result === null ? (
        <EmptyFigure waitsFor="pair" />
      ) : !finite ? (
        <NotFiniteFigure what={settings.metric} />
      ) : (
        <>
          <CurveLegend result={result} split={split} metric={settings.metric} definition={settings.definition} />
          <CurvePlot input={input} extended={settings.extended} picture={picture} />
          <AlphaRow />
        </>
      )}
      <FigureStatus work={work} what="Computing the curve" />
    </FigureFrame>
  );
}
