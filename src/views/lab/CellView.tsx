import '../probe/probe.css';
import { type Ref, useMemo, useRef } from 'react';
import { formatNumber, formatPercent } from '../../base/format.ts';
import type { DatasetSummary } from '../../datasets/dataset.ts';
import { Plot, type PlotHandle } from '../../plots/Plot.tsx';
import {
  carriedBy,
  contributionCurve,
  decompositionMap,
  decompositionMean,
  decompositionTable,
  decompositionText,
} from '../../plots/figures/decomposition.ts';
import { pairOfCellWords, type DecompositionFigure } from '../../state/figures/decomposition.ts';
import { Button } from '../../ui/Button.tsx';
import { ExampleCanvas } from '../figure/ExampleCanvas.tsx';
import { FigureFrame } from '../figure/FigureFrame.tsx';
import { FigureStatus } from '../figure/FigureState.tsx';
import { useCellNote } from '../figure/use-note.ts';
import { Term } from '../help/Term.tsx';
import { CellFields } from './CellFields.tsx';
import { useApp, useRun } from '../use-app.ts';
import { useFigureTheme } from '../use-theme.ts';

/** The images that add most, worst first. */
function WorstImages({ figure, data }: { figure: DecompositionFigure; data: DatasetSummary }) {
  const { decomposition, examples } = figure;
  const { shape } = data;
  if (shape.kind !== 'image') return null;
  return (
    <ul className="strip" aria-label="Examples that add most to the barrier, worst first">
      {Array.from(examples.index, (index, i) => (
        <li key={index}>
          <ExampleCanvas x={examples.x.subarray(i * data.inputs, (i + 1) * data.inputs)} shape={shape} scaling={data.scaling} />
          <span title={`${data.classNames[decomposition.label[index]]}, taken for ${data.classNames[decomposition.predicted[index]]}`}>
            {decomposition.label[index] === decomposition.predicted[index] ? (
              data.classNames[decomposition.label[index]]
            ) : (
              <>
                <s>{data.classNames[decomposition.label[index]]}</s> {data.classNames[decomposition.predicted[index]]}
              </>
            )}{' '}
            +{formatNumber(decomposition.contribution[index])}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface CellPicturesProps {
  readonly figure: DecompositionFigure;
  readonly data: DatasetSummary;
  readonly mapHandle: Ref<PlotHandle>;
  readonly curveHandle: Ref<PlotHandle>;
}

function CellPictures({ figure, data, mapHandle, curveHandle }: CellPicturesProps) {
  const theme = useFigureTheme(false);
  const { decomposition, split, examples } = figure;
  const pair = useApp((state) => state.view.lab.pair);
  const ofPair = pairOfCellWords(figure, pair);
  const curve = useMemo(() => contributionCurve({ decomposition, split, theme }), [decomposition, split, theme]);
  const map = useMemo(
    () => (data.shape.kind === 'point' ? decompositionMap({ decomposition, examples, split, theme }) : null),
    [data.shape.kind, decomposition, examples, split, theme],
  );
  const carried = carriedBy(decomposition, 0.1);
  return (
    <>
      <p className="figure-note">
        {ofPair !== null && <>{ofPair} </>}
        Loss above {figure.against}: {decompositionMean(decomposition)}
        {carried !== null && <>; the worst tenth of the examples carries {formatPercent(carried)} of it</>}.{' '}
        <Term id="decomposition">What each adds</Term>
      </p>
      {map === null ? (
        <WorstImages figure={figure} data={data} />
      ) : (
        <div className="cell-plot">
          <Plot
            figure={map}
            label="Examples coloured by what they add to the barrier"
            describedBy="lab-cell-text"
            handle={mapHandle}
            themed={(other) => decompositionMap({ decomposition, examples, split, theme: other })}
          />
        </div>
      )}
      <div className="cell-plot">
        <Plot
          figure={curve}
          label="The barrier summed from the worst example on"
          describedBy="lab-cell-text"
          handle={curveHandle}
          themed={(other) => contributionCurve({ decomposition, split, theme: other })}
        />
      </div>
    </>
  );
}

const NO_CELLS = 'The heatmap above has no cells yet. Train its pairs, or choose an A and a B that fit the data; then press a cell of it.';

/** Which examples carry the cell of the barrier heatmap that was chosen. */
export function CellView() {
  const run = useRun();
  const shown = useApp((state) => state.view.lab.figure === 'barriers');
  const cell = useApp((state) => state.view.lab.barriers.cell);
  const measured = useApp((state) => state.figures.barriers.result !== null);
  const work = useApp((state) => state.figures.decomposition);
  const data = useApp((state) => state.data.result);
  const map = useRef<PlotHandle>(null);
  const curve = useRef<PlotHandle>(null);
  const figure = cell === null ? null : work.result;
  const note = useCellNote(figure);
  if (!shown) return null;
  return (
    <FigureFrame
      name="lab-cell"
      title="Examples behind a cell"
      controls={
        cell !== null && (
          <Button variant="quiet" onPress={() => run('showCell', { cell: null })}>
            Clear
          </Button>
        )
      }
      picture={
        data?.shape.kind === 'point'
          ? [
              { name: 'examples', picture: map },
              { name: 'sum', picture: curve },
            ]
          : curve
      }
      table={figure === null ? null : () => decompositionTable(figure.decomposition)}
      note={data === null ? null : note}
      text={figure === null ? 'No cell is chosen.' : `${figure.title}. ${decompositionText(figure)}`}
    >
      <CellFields />
      {figure !== null && data !== null && <CellPictures figure={figure} data={data} mapHandle={map} curveHandle={curve} />}
      {cell === null && <p className="figure-note">{measured ? 'Press a cell of the heatmap, or choose it here.' : NO_CELLS}</p>}
      {cell !== null && <FigureStatus work={work} what="Splitting the barrier by example" />}
    </FigureFrame>
  );
}
