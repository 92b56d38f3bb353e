/** When a figure of the laboratory is on the screen. */
import type { View } from '../experiment.ts';
import type { LabFigureName } from './lab-view.ts';

export function labShown(figure: LabFigureName): (view: View) => boolean {
  return ({ place, lab }) => place === 'layers' && lab.figure === figure;
}
