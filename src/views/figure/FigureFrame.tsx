import './figure.css';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { PlotHandle } from '../../plots/Plot.tsx';
import { figureTheme } from '../../plots/draw/colours.ts';
import { type NumberTable, toCsv } from '../../plots/draw/table.ts';
import type { AppState } from '../../state/app-state.ts';
import { saveFile } from '../../state/browser.ts';
import { otherDataWords } from '../../state/data/learnt.ts';
import { ROLES } from '../../state/experiment.ts';
import type { DescribeFigure, ShownFigure } from '../../state/page/shown-figure.ts';
import { captionOf } from '../../state/networks/provenance.ts';
import { LARGE_NAMES } from '../../state/view.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Menu, type MenuGroup } from '../../ui/Menu.tsx';
import { useHidden } from '../scenes/Unless.tsx';
import { TableDialog } from './TableDialog.tsx';
import { useApp, useAppHandle, useRun } from '../use-app.ts';
import { usePhone, useRoomForLarge } from '../use-phone.ts';
import { useFigureTheme } from '../use-theme.ts';

/** What makes pictures of the figure: a plot, or anything that can. */
export type Picture = RefObject<PlotHandle | null>;

/** One of several pictures of a figure; each goes into a file of its own. */
export interface NamedPicture {
  readonly name: string;
  readonly picture: Picture;
}

export interface FigureFrameProps {
  /** Of the figure's files, and of what tests find it by. One of LARGE_NAMES can fill the middle. */
  readonly name: string;
  readonly title: string;
  /** Beside the title: what it shows now. */
  readonly caption?: ReactNode;
  readonly controls?: ReactNode;
  readonly options?: readonly MenuGroup[];
  /** Empty: there is none now, and no file of one. */
  readonly picture: Picture | readonly NamedPicture[];
  /** Whether it is of A, B and C: its files say where they come from. Left out: it is. */
  readonly ofRoles?: boolean;
  /** Made when asked for: tables are long. */
  readonly table: (() => NumberTable) | null;
  /** What its numbers were measured on, in one quiet line that goes into its files too; null or left out: none. */
  readonly note?: string | null;
  /** What its files say where there is no room for a note on the screen. */
  readonly filed?: string;
  /** The text alternative, under id `${name}-text`. */
  readonly text: string;
  readonly children: ReactNode;
}

/** Those that measure no network of a role, or only networks of the current data. */
const OF_NO_ROLE: readonly string[] = ['lab-toy', 'lab-sensitivity'];

/** What its networks learnt, where that is not what it measures them on. */
function elsewhereOf(name: string, state: AppState): string | null {
  if (!name.startsWith('lab-')) return otherDataWords(state);
  return OF_NO_ROLE.includes(name) || state.view.lab.pairs !== null ? null : otherDataWords(state, ['A', 'B']);
}

/** Where A, B and C come from: data, seeds, training and backend. */
function shownCaption({ networks, roles }: AppState): string {
  const held = ROLES.filter((role) => networks.some(({ id }) => id === roles[role]));
  const caption = captionOf(held.flatMap((role) => networks.find(({ id }) => id === roles[role]) ?? []));
  return caption === '' ? '' : `${held.join(', ')}: ${caption}`;
}

/** Each picture in both themes; one that is not drawn yet is left out. */
async function drawnInBoth(parts: readonly NamedPicture[]): Promise<ShownFigure['drawings']> {
  const drawings: ShownFigure['drawings'][number][] = [];
  for (const { name, picture } of parts) {
    const [light, dark] = [
      await picture.current?.drawing?.(figureTheme('light', false)),
      await picture.current?.drawing?.(figureTheme('dark', false)),
    ];
    if (light !== undefined && dark !== undefined) drawings.push({ name: parts.length === 1 ? '' : name, light, dark });
  }
  return drawings;
}

/** While the figure is on the screen, a page of its own can hold it. */
function useOnScreen(name: string, describe: DescribeFigure): void {
  const app = useAppHandle();
  const latest = useRef(describe);
  useEffect(() => {
    latest.current = describe;
  });
  useEffect(() => app.figureShown(name, () => latest.current()), [app, name]);
}

/** A figure's head (title, controls, enlarge, menu), its body, and what stands in for it: table, files, text. */
export function FigureFrame({
  name,
  title,
  caption,
  controls,
  options = [],
  picture,
  ofRoles = true,
  table,
  note = null,
  filed = '',
  text,
  children,
}: FigureFrameProps) {
  const run = useRun();
  const figure = LARGE_NAMES.find((known) => known === name);
  const large = useApp((state) => figure !== undefined && state.view.large === figure);
  const elsewhere = useApp((state) => elsewhereOf(name, state));
  const phone = usePhone();
  const roomy = useRoomForLarge();
  const theme = useFigureTheme(false);
  const app = useAppHandle();
  const [tableOpen, setTableOpen] = useState(false);
  const plain = useHidden('options');
  const presenting = useApp((state) => state.talk.presenting);
  const parts = 'current' in picture ? [{ name: '', picture }] : picture;
  useOnScreen(name, async () => {
    if (parts.length === 0 || table === null) return null;
    // Where its networks come from stands once in the page.
    const said = [note ?? filed, elsewhere ?? ''].filter((line) => line !== '');
    const { title: kind, columns, rows } = table();
    return { title, text, notes: said, table: { title: kind, columns, rows }, drawings: await drawnInBoth(parts) };
  });
  const save = async (format: 'png' | 'svg'): Promise<void> => {
    for (const part of parts) {
      const said = [note ?? filed, elsewhere ?? '', ofRoles ? shownCaption(app.getState()) : ''].filter((line) => line !== '');
      const url = await part.picture.current?.image(format, theme.paper, said.join('; '));
      const file = parts.length === 1 ? name : `${name}-${part.name}`;
      if (url !== undefined) saveFile(`ridgeline-${file}.${format}`, url);
    }
  };
  const files: MenuGroup = {
    title: 'Numbers and files',
    entries: [
      { id: 'table', label: 'Table of numbers', disabled: table === null, onAction: () => setTableOpen(true) },
      { id: 'png', label: 'Download PNG', disabled: table === null || parts.length === 0, onAction: () => void save('png') },
      { id: 'svg', label: 'Download SVG', disabled: table === null || parts.length === 0, onAction: () => void save('svg') },
      {
        id: 'csv',
        label: 'Download CSV',
        disabled: table === null,
        onAction: () =>
          table !== null &&
          saveFile(
            `ridgeline-${name}.csv`,
            new Blob([toCsv({ ...table(), note: [note ?? filed, elsewhere ?? ''].filter((line) => line !== '').join('; ') || null })], {
              type: 'text/csv',
            }),
          ),
      },
    ],
  };
  return (
    <section
      className={`figure figure-${name}${large && roomy && !presenting ? ' is-large' : ''}`}
      aria-labelledby={`${name}-title`}
      data-figure={name}
    >
      <header className="figure-head">
        <h2 id={`${name}-title`}>{title}</h2>
        <span className="figure-caption">{caption}</span>
        {!presenting && (
          <div className="figure-controls">
            {!plain && controls}
            {!phone && figure !== undefined && (
              <IconButton
                icon={large ? 'reduce' : 'enlarge'}
                label={large ? `Back to all figures` : `Enlarge ${title}`}
                onPress={() => run('enlarge', { figure: large ? null : figure })}
              />
            )}
            {!plain && <Menu label={`${title} options`} groups={[...options, files]} />}
          </div>
        )}
      </header>
      {elsewhere !== null && <p className="figure-elsewhere quiet-text">{elsewhere}</p>}
      <div className="figure-body">{children}</div>
      {note !== null && !presenting && <p className="figure-note">{note}</p>}
      <p id={`${name}-text`} className="visually-hidden">
        {elsewhere === null ? text : `${elsewhere} ${text}`}
      </p>
      {tableOpen && table !== null && <TableDialog table={{ ...table(), note }} title={title} onClose={() => setTableOpen(false)} />}
    </section>
  );
}
