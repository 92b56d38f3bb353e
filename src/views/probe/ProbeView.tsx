import './probe.css';
import { useImperativeHandle, useRef, useState } from 'react';
import { formatNumber, formatPercent } from '../../base/format.ts';
import type { ProbeResult } from '../../compute/protocol.ts';
import type { DatasetSummary } from '../../datasets/dataset.ts';
import type { PlotHandle } from '../../plots/Plot.tsx';
import type { FigureTheme } from '../../plots/draw/colours.ts';
import { confusionTable } from '../../plots/figures/confusion.ts';
import { ROLES } from '../../state/experiment.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { Segmented } from '../../ui/fields/Segmented.tsx';
import { AlphaSlider } from '../curve/AlphaSlider.tsx';
import { FigureFrame } from '../figure/FigureFrame.tsx';
import { useRolesNote } from '../figure/use-note.ts';
import { EmptyFigure, FigureStatus } from '../figure/FigureState.tsx';
import { AuthorEmpty } from '../published/AuthorEmpty.tsx';
import { showsAuthor } from '../../state/published/screen.ts';
import { Confusion } from './Confusion.tsx';
import { DecisionCanvas } from './DecisionCanvas.tsx';
import { ExampleStrip } from './ExampleStrip.tsx';
import { probeImage, probeSvg } from './probe-image.ts';
import { pathOf, shownAlpha, shownPlace } from './probe-place.ts';
import { useApp, useRun } from '../use-app.ts';
import { usePhone } from '../use-phone.ts';
import { useFigureTheme } from '../use-theme.ts';

type Mode = 'examples' | 'confusion';

function ProbeBody({ result, data, theme, mode }: { result: ProbeResult; data: DatasetSummary; theme: FigureTheme; mode: Mode }) {
  const confusion = <Confusion classNames={data.classNames} counts={result.confusion} />;
  if (data.shape.kind === 'image') {
    return (
      <div className="probe-images">
        <ExampleStrip result={result} data={data} shape={data.shape} />
        {confusion}
      </div>
    );
  }
  if (mode === 'confusion' || result.regions === null) return confusion;
  return <DecisionCanvas result={result} classes={data.classes} theme={theme} />;
}

/** Examples of the split that the probe gets wrong. */
function mistakesOf({ confusion }: ProbeResult): number {
  const classes = Math.sqrt(confusion.length);
  return confusion.reduce((sum, count, i) => (Math.floor(i / classes) === i % classes ? sum : sum + count), 0);
}

/** The path the probe walks on, at the same α. */
function PathChoice() {
  const run = useRun();
  const probe = useApp((state) => state.view.probe);
  const alpha = useApp(shownAlpha);
  const hasAligned = useApp((state) => state.aligned.B !== null);
  const path = pathOf(probe);
  return (
    <Segmented<'naive' | 'aligned'>
      label="Path of the probe"
      value={path}
      segments={[
        { value: 'naive', label: 'naive' },
        { value: 'aligned', label: 'aligned', disabled: !hasAligned },
      ]}
      onChange={(next) => run('probe', { kind: 'path', path: next, alpha: alpha ?? 0.5 })}
    />
  );
}

/** What the network under the pointer computes. */
export function ProbeView() {
  const work = useApp((state) => state.probe);
  const data = useApp((state) => state.data.result);
  const split = useApp((state) => state.view.split);
  const theme = useFigureTheme(useApp((state) => state.view.large === 'probe'));
  const [mode, setMode] = useState<Mode>('examples');
  const phone = usePhone();
  const author = useApp(showsAuthor);
  const picture = useRef<PlotHandle>(null);
  const place = useApp(shownPlace);
  const presenting = useApp((state) => state.talk.presenting);
  const result = work.result;
  useImperativeHandle(picture, () => ({
    image: (format, _ground, caption) => probeImage(format, result, data, { theme, caption }),
    drawing: (other) => Promise.resolve({ svg: probeSvg(result, data, { theme: other, caption: '' }), spots: [] }),
  }));
  const filed = useRolesNote(split, ROLES, `network at ${place}`);
  const modes: MenuGroup = {
    title: 'Show',
    entries: [
      { id: 'examples', label: 'Decision regions', checked: mode === 'examples', onAction: () => setMode('examples') },
      { id: 'confusion', label: 'Confusion matrix', checked: mode === 'confusion', onAction: () => setMode('confusion') },
    ],
  };
  const mistakes = result === null ? 0 : mistakesOf(result);
  const text =
    result === null
      ? 'No probe yet.'
      : `The network at ${place}: ${split} loss ${formatNumber(result.score.loss)}, accuracy ${formatPercent(result.score.accuracy)}, ${mistakes} ${mistakes === 1 ? 'mistake' : 'mistakes'}.`;
  return (
    <FigureFrame
      name="probe"
      title="Probe"
      caption={<span className="probe-place">{place}</span>}
      controls={<PathChoice />}
      options={result === null || result.regions === null ? [] : [modes]}
      picture={picture}
      filed={filed}
      table={result === null || data === null ? null : () => confusionTable(data.classNames, result.confusion)}
      text={text}
    >
      {result === null || data === null ? (
        author ? (
          <AuthorEmpty what="What the network at this place computes is not in the link." />
        ) : (
          <EmptyFigure waitsFor="pair" />
        )
      ) : (
        <>
          <p className="probe-score">
            {split} loss <b>{formatNumber(result.score.loss)}</b> accuracy <b>{formatPercent(result.score.accuracy)}</b>
            <span className="quiet-text">
              {mistakes} {mistakes === 1 ? 'mistake' : 'mistakes'}
            </span>
          </p>
          <ProbeBody result={result} data={data} theme={theme} mode={mode} />
          {phone && !presenting && <AlphaSlider />}
        </>
      )}
      {work.status === 'failed' && <FigureStatus work={work} what="Probe" />}
    </FigureFrame>
  );
}
