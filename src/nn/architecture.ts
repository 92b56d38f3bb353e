/**
 * What a network is: a multilayer perceptron, 0 to 12 hidden layers, each a linear map followed by an activation and,
 * where asked, a layer normalisation before or after it (PyTorch habit and research code differ).
 */
export type Activation = 'relu' | 'tanh' | 'gelu' | 'linear';
/** Layer normalisation (eps 1e-5): none, between linear map and activation ('before'), or after the activation ('after'). */
export type Normalisation = 'none' | 'before' | 'after';
/** 'softmax': one output a class. 'logistic': a single output, two classes (logit of class 1). */
export type Output = 'softmax' | 'logistic';
export type Initialisation = 'pytorch' | 'he-normal' | 'he-uniform' | 'xavier-normal' | 'xavier-uniform';

export const LAYER_NORM_EPSILON = 1e-5;
export const MAX_HIDDEN_LAYERS = 12;
export const MAX_WIDTH = 2048;
export const MAX_PARAMETERS = 20_000_000;

/** The part of an architecture that a person chooses; inputs and classes come from the data. */
export interface ArchitectureChoice {
  readonly hidden: readonly number[];
  readonly activation: Activation;
  readonly norm: Normalisation;
  readonly output: Output;
  readonly init: Initialisation;
}

export interface Architecture extends ArchitectureChoice {
  readonly inputs: number;
  readonly classes: number;
}

/** Width of the output layer: 1 for a logistic output, else the number of classes. */
export function outputWidth(architecture: Architecture): number {
  return architecture.output === 'logistic' ? 1 : architecture.classes;
}

/** Widths from the inputs to the outputs: [inputs, ...hidden, outputs]. */
export function layerWidths(architecture: Architecture): number[] {
  return [architecture.inputs, ...architecture.hidden, outputWidth(architecture)];
}
