import { useRef } from 'react';
import { Plot, type PlotHandle } from '../../plots/Plot.tsx';
import { FigureFrame } from '../../views/figure/FigureFrame.tsx';
import { useFigureTheme } from '../../views/use-theme.ts';
import { gapFigure, gapTable, gapText } from './picture.ts';

/** A figure that only a test adds to the table: the view. */
export function GapView() {
  const theme = useFigureTheme(false);
  const picture = useRef<PlotHandle>(null);
  const input = { gap: 1 };
  const figure = gapFigure({ ...input, theme });
  return (
    <FigureFrame name="lab-gap" title="Gap of the parameters" picture={picture} table={() => gapTable(input)} text={gapText(input)}>
      <Plot figure={figure} label="Gap of the parameters" describedBy="lab-gap-text" handle={picture} />
    </FigureFrame>
  );
}
