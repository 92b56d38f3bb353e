import { useMemo, useRef, type ReactNode, type Ref, type RefObject } from 'react';
import type { Figure } from '../../plots/draw/figure.ts';
import type { FigureTheme } from '../../plots/draw/colours.ts';
import { PAGE_ROOM, Plot, type PlotHandle, type PlotProps } from '../../plots/Plot.tsx';
import type { Work } from '../../state/shared-state.ts';
import { FIGURES, type LabFigureName } from '../../state/figures/table.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { useWidth } from '../../ui/use-width.ts';
import { FigureFrame } from '../figure/FigureFrame.tsx';
import { FigureStatus } from '../figure/FigureState.tsx';
import { Term } from '../help/Term.tsx';
import { termNamed } from '../help/term-named.ts';
import { useFigureTheme } from '../use-theme.ts';
import type { NumberTable } from '../../plots/draw/table.ts';

/** One drawing of a figure, made for the width there is. Its maker must be kept between renderings (useMemo). */
export interface LabPicture {
  /** Of its file; '' where the figure has only one. */
  readonly name: string;
  readonly make: (width: number, theme: FigureTheme) => Figure | null;
}

export type Interaction = Pick<PlotProps, 'onCell' | 'onPoint' | 'grip' | 'markers'>;

interface LabPlotProps extends Interaction {
  readonly picture: LabPicture;
  readonly label: string;
  readonly describedBy: string;
  readonly handle: Ref<PlotHandle>;
}

/** A drawing as high as it wants to be, or as high as there is room. */
export function LabPlot({ picture, label, describedBy, handle, ...interaction }: LabPlotProps) {
  const theme = useFigureTheme(false);
  const [place, width] = useWidth();
  const figure = useMemo(() => (width === 0 ? null : picture.make(width, theme)), [picture, width, theme]);
  return (
    <div ref={place} className="lab-plot" style={figure?.height === undefined ? {} : { flex: 'none', height: figure.height }}>
      {figure !== null && (
        <Plot
          figure={figure}
          label={label}
          describedBy={describedBy}
          handle={handle}
          themed={(other) => picture.make(PAGE_ROOM.width, other) ?? figure}
          {...interaction}
        />
      )}
    </div>
  );
}

export interface LabFrameProps {
  readonly figure: LabFigureName;
  readonly work: Work<unknown>;
  /** While it is computed: 'Measuring layer barriers'. */
  readonly busy: string;
  readonly controls?: ReactNode;
  /** Fields under the head. */
  readonly settings?: ReactNode;
  readonly options?: readonly MenuGroup[];
  /** The pictures stand side by side where there is room. */
  readonly side?: boolean;
  /** Empty: nothing to draw yet. At most three. */
  readonly pictures: readonly LabPicture[];
  /** What a pointer does on each picture; none where left out. */
  readonly interactions?: readonly Interaction[];
  /** What stands in for the pictures where there are none. */
  readonly empty: ReactNode;
  readonly table: (() => NumberTable) | null;
  /** What its numbers were measured on; null or left out: none. */
  readonly note?: string | null;
  readonly text: string;
}

/** The frame of every figure of the laboratory: head, settings, pictures, and what stands in for them. */
export function LabFrame({
  figure,
  work,
  busy,
  controls,
  settings,
  options = [],
  side = false,
  pictures,
  interactions = [],
  empty,
  table,
  note = null,
  text,
}: LabFrameProps) {
  const { words, kind } = FIGURES[figure];
  const { title, term } = words;
  const handles: readonly RefObject<PlotHandle | null>[] = [useRef<PlotHandle>(null), useRef<PlotHandle>(null), useRef<PlotHandle>(null)];
  const name = `lab-${figure}`;
  return (
    <FigureFrame
      name={name}
      title={title}
      caption={<Term id={termNamed(term)}>definition</Term>}
      controls={controls}
      options={options}
      picture={pictures.map((picture, i) => ({ name: picture.name, picture: handles[i] }))}
      // A run trains networks of its own, and what is drawn where it is computed has none.
      ofRoles={kind === 'follows'}
      table={table}
      note={pictures.length === 0 ? null : note}
      text={text}
    >
      {settings !== undefined && <div className="settings-strip">{settings}</div>}
      <div className={side ? 'lab-pictures side' : 'lab-pictures'} role="group" aria-label={`${title}, drawn`} tabIndex={0}>
        {pictures.length === 0
          ? empty
          : pictures.map((picture, i) => (
              <LabPlot key={picture.name} picture={picture} label={title} describedBy={`${name}-text`} handle={handles[i]} {...interactions[i]} />
            ))}
      </div>
      <FigureStatus work={work} what={busy} />
    </FigureFrame>
  );
}
