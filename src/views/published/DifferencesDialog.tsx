import { useMemo } from 'react';
import { formatCount, formatNumber } from '../../base/format.ts';
import { differenceFigure, largestOf, type DifferenceMap } from '../../plots/figures/difference.ts';
import { Plot } from '../../plots/Plot.tsx';
import { FIGURES } from '../../state/figures/table.ts';
import type { Differences, FigureDifference, NetworkDifference } from '../../state/published/differences.ts';
import type { Published } from '../../state/published/published.ts';
import { digestsText, figuresText, makerText } from '../../state/published/words.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Table } from '../../ui/Table.tsx';
import { useFigureTheme } from '../use-theme.ts';
import { differenceMaps } from './difference-maps.ts';
import './published.css';

const DIGITS = 12;

function Digests({ networks }: { networks: readonly NetworkDifference[] }) {
  return (
    <Table
      caption="Networks"
      columns={['network', 'the author’s SHA-256', 'here', 'parameters']}
      rows={networks.map(({ name, author, here }) => [
        name,
        `${author.slice(0, DIGITS)}…`,
        here === null ? '–' : `${here.slice(0, DIGITS)}…`,
        here === null ? 'not here' : here === author ? 'the same bits' : 'other bits',
      ])}
    />
  );
}

function Sizes({ figures }: { figures: readonly FigureDifference[] }) {
  return (
    <Table
      caption="Differences by figure"
      columns={['figure', 'numbers compared', 'beyond a link’s rounding', 'largest difference', 'mean difference', 'where the largest is']}
      rows={figures.map(({ figure, count, beyond, largest, mean, where, alike }) => [
        `${FIGURES[figure].words.title}${alike ? '' : ' (not all parts alike)'}`,
        count,
        beyond,
        largest,
        mean,
        where === '' ? '–' : where,
      ])}
    />
  );
}

function MapOf({ map, index }: { map: DifferenceMap; index: number }) {
  const theme = useFigureTheme(false);
  const figure = useMemo(() => differenceFigure(map, theme), [map, theme]);
  const largest = largestOf(map);
  const text = largest === 0 ? 'Nothing differs by more than a link rounds.' : `Largest difference ${formatNumber(largest)}: ${map.quantity}.`;
  return (
    <figure>
      <figcaption>{map.title}</figcaption>
      <div className="difference-map">
        <Plot figure={figure} label={`Differences, ${map.title}`} describedBy={`difference-${index}`} />
      </div>
      <p id={`difference-${index}`} className="quiet-text">
        {text}
      </p>
    </figure>
  );
}

/** The author's figures beside those computed here: networks by their digests, every number old and new, and maps of what differs. */
export function DifferencesDialog({ published, differences, onClose }: { published: Published; differences: Differences; onClose: () => void }) {
  const { figures, networks, missing, here } = differences;
  const maps = useMemo(() => differenceMaps(published.figures, here.figures), [published, here]);
  return (
    <Dialog title="Differences" open onClose={onClose} size="large">
      <div className="differences">
        <p>
          {figuresText(figures)} {digestsText(networks, published.made, here.made)}
        </p>
        <p className="quiet-text">
          The author’s: {makerText(published.made)}. Here: {makerText(here.made)}.
        </p>
        {missing.length > 0 && <p>Not computed here: {missing.map((name) => FIGURES[name].words.title).join(', ')}.</p>}
        <Digests networks={networks} />
        <h3>By figure</h3>
        <Sizes figures={figures} />
        <p className="quiet-text">A link holds the cells of maps in 4,095 steps of their scale, and other numbers in their printed digits.</p>
        {maps.length > 0 && <h3>Maps of the differences</h3>}
        <div className="difference-maps">
          {maps.map((map, index) => (
            <MapOf key={map.title} map={map} index={index} />
          ))}
        </div>
        {figures.map(({ figure, numbers }) => (
          <Disclosure key={figure} title={FIGURES[figure].words.title} summary={`${formatCount(numbers.length)} numbers`}>
            <Table
              caption={`${FIGURES[figure].words.title}, number by number`}
              columns={['number', 'the author’s', 'here', 'difference']}
              rows={numbers.map(({ name, author, here: own }) => [name, author, own, own - author])}
            />
          </Disclosure>
        ))}
      </div>
    </Dialog>
  );
}
