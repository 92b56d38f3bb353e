/** The laboratory's figures in words: the tab, and how to read what it shows. */
import type { LabFigureName } from '../../state/figures/lab-view.ts';
import type { TermId } from '../help/glossary.ts';

export interface LabTitle {
  readonly tab: string;
  readonly title: string;
  readonly term: TermId;
  /** Two or three sentences beside the figure. */
  readonly reading: string;
}

export const LAB_TITLES: Readonly<Record<LabFigureName, LabTitle>> = {
  barriers: {
    tab: 'Layer by layer',
    title: 'Barrier of each layer',
    term: 'layer-barrier',
    reading:
      'Each cell averages one layer of A and B and leaves the others as they are in one of the two. Orange costs loss, purple gains. The row “full” averages everything. Press a cell to see which examples carry it.',
  },
  cumulative: {
    tab: 'Cumulative',
    title: 'Barrier of several layers together',
    term: 'cumulative',
    reading:
      'Layers join one after another until all are averaged. Where the curve climbs, the barrier comes in; the dotted line is an even share for every layer.',
  },
  robustness: {
    tab: 'Robustness',
    title: 'Random moves of the same length',
    term: 'robustness',
    reading:
      'Dots are random directions, diamonds the way to the other network, both as far from the end. Above zero in the difference: the way to the other network costs more than a random one of that length.',
  },
  subspaces: {
    tab: 'Subspaces',
    title: 'Noise inside and outside the training directions',
    term: 'subspaces',
    reading:
      'Noise of growing length around A. If the directions that training used cost more than all the others, sensitivity lies where the networks have moved.',
  },
  toy: {
    tab: 'Two weights',
    title: 'The diagonal linear network',
    term: 'diagonal-toy',
    reading:
      'Drag A and B along the valley, or move the ratio r. The straight path climbs the wall between them; moving one weight alone leaves the valley at once.',
  },
  averaging: {
    tab: 'Averaging',
    title: 'Clients and their averages',
    term: 'federated',
    reading:
      'Each client knows its own half of the data. See whether averaging all layers, or only those chosen, serves both halves better than either client.',
  },
  sensitivity: {
    tab: 'Sensitivity',
    title: 'What makes layers sensitive',
    term: 'layer-barrier',
    reading:
      'The same picture for one setting after another, on one colour scale: what the learning rate, or the task, does to the barriers of the layers.',
  },
};
