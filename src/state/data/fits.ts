/** Whether networks can be measured on data. */
import type { DatasetSummary } from '../../datasets/dataset.ts';
import type { NetworkEntry } from '../shared-state.ts';

/** True where a network's inputs and classes are those of the data. */
export function fits({ architecture }: Pick<NetworkEntry, 'architecture'>, data: Pick<DatasetSummary, 'inputs' | 'classes'>): boolean {
  return architecture.inputs === data.inputs && architecture.classes === data.classes;
}
