/** Words for state dicts: how one was read, and its tensors in messages. */
import { shownName } from '../base/bad-file.ts';
import type { Architecture } from '../nn/architecture.ts';
import type { SafetensorsTensor } from './safetensors.ts';

/** What was understood of a state dict, in sentences for a person to check. */
export function describeReading(
  architecture: Architecture,
  prefix: string,
  norm: string,
  tensors: ReadonlyMap<string, SafetensorsTensor>,
  told: boolean,
): string[] {
  const { inputs, hidden, classes, output, activation } = architecture;
  const layers =
    hidden.length === 0 ? 'no hidden layer' : `${hidden.length} hidden layer${hidden.length === 1 ? '' : 's'} of ${hidden.join(', ')} units`;
  const converted = [...new Set([...tensors.values()].filter((tensor) => tensor.converted).map((tensor) => tensor.dtype))];
  return [
    `${inputs} inputs, ${layers}, ${output === 'logistic' ? 'one logistic output for two classes' : `${classes} classes`}.`,
    norm,
    ...(hidden.length > 0 ? [`Activation ${activation}, ${told ? 'as the file tells' : 'which the file does not tell'}.`] : []),
    ...(prefix === '' ? [] : [`The names' common start "${shownName(prefix)}" was left out.`]),
    ...converted.map((dtype) => `Parameters stored as ${dtype} were converted to 32-bit floats.`),
  ];
}

export function tensorText(name: string, tensor: SafetensorsTensor | undefined): string {
  return `tensor ${shownName(name)} ${shapeText(tensor)}`;
}

export function shapeText(tensor: SafetensorsTensor | undefined): string {
  return `[${tensor?.shape.join(', ') ?? ''}]`;
}
