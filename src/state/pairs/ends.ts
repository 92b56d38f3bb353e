/** The quality of the ends that a figure of the laboratory was made of: barriers are measured against it. */
import type { Split } from '../../datasets/dataset.ts';

export interface EndQuality {
  readonly loss: number;
  readonly accuracy: number;
}

export interface EndsOfPairs {
  readonly split: Split;
  /** Not finite where it is still to come. */
  readonly pairs: readonly { readonly name: string; readonly a: EndQuality; readonly b: EndQuality }[];
}
