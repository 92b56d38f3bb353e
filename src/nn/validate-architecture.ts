/** Architectures from outside (a form, a link, a script, storage), checked against the bounds of architecture.ts. */
import { completed } from '../base/check.ts';
import { RidgelineError } from '../base/errors.ts';
import { formatCount } from '../base/format.ts';
import { checksOf, standardsOf } from '../base/setting.ts';
import { ARCHITECTURE_SETTINGS } from './architecture-settings.ts';
import { MAX_PARAMETERS, type Architecture, type ArchitectureChoice } from './architecture.ts';
import { parameterLayout } from './layout.ts';

/** The widths must be given. */
const STANDARD = { ...standardsOf<ArchitectureChoice>(ARCHITECTURE_SETTINGS), hidden: undefined };
const whole = completed<ArchitectureChoice>(checksOf<ArchitectureChoice>(ARCHITECTURE_SETTINGS), STANDARD);

/**
 * A choice with what was left out filled in: relu, no normalisation, softmax output, PyTorch's default initialisation.
 * Throws `unknown-key` or `invalid-argument`, naming the argument under the given path.
 */
export function validateArchitectureChoice(value: unknown, argument = 'architecture'): ArchitectureChoice {
  return whole(value, argument);
}

/**
 * The architecture of a choice on data with these inputs and classes. Throws where a logistic output meets more than two
 * classes and where the network would have over 20 million parameters.
 */
export function checkArchitecture(choice: ArchitectureChoice, inputs: number, classes: number, argument = 'architecture'): Architecture {
  if (choice.output === 'logistic' && classes !== 2) {
    throw new RidgelineError('invalid-argument', `${argument}: a logistic output tells two classes apart; the data has ${classes}. Choose softmax.`, {
      argument: `${argument}.output`,
      received: classes,
    });
  }
  const architecture: Architecture = { ...choice, hidden: [...choice.hidden], inputs, classes };
  const { size } = parameterLayout(architecture);
  if (size > MAX_PARAMETERS) {
    throw new RidgelineError(
      'too-large',
      `${argument} would have ${formatCount(size)} parameters; at most ${formatCount(MAX_PARAMETERS)} are supported. Choose fewer or narrower hidden layers.`,
      { argument: `${argument}.hidden`, received: size },
    );
  }
  return architecture;
}

/** True where networks of the two compute with the same tensors in the same way (their initialisation may differ). */
export function sameShape(a: Architecture, b: Architecture): boolean {
  return (
    a.inputs === b.inputs &&
    a.classes === b.classes &&
    a.activation === b.activation &&
    a.norm === b.norm &&
    a.output === b.output &&
    a.hidden.length === b.hidden.length &&
    a.hidden.every((width, l) => width === b.hidden[l])
  );
}

/** For messages: '784-256-10, relu', '2-64-64-1, tanh, layer normalisation before'. */
export function describeArchitecture(architecture: Architecture): string {
  const { inputs, hidden, classes, output, activation, norm } = architecture;
  const widths = [inputs, ...hidden, output === 'logistic' ? 1 : classes].join('-');
  return `${widths}, ${activation}${norm === 'none' ? '' : `, layer normalisation ${norm}`}${output === 'logistic' ? ', logistic output' : ''}`;
}

/** Throws `shape-mismatch`, naming both, unless all have the shape of the first. */
export function checkSameShape(architectures: readonly Architecture[], argument: string): void {
  for (const other of architectures.slice(1)) {
    if (!sameShape(architectures[0], other)) {
      throw new RidgelineError(
        'shape-mismatch',
        `These networks differ in architecture: ${describeArchitecture(architectures[0])} and ${describeArchitecture(other)}. Choose networks of one architecture.`,
        { argument, received: describeArchitecture(other) },
      );
    }
  }
}
