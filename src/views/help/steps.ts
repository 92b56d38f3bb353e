/** The first steps: what Help → Start says, and on a first visit where on the page each is taken. */
export interface Step {
  readonly line: string;
  /** Its control, by the first selector that finds one: on a phone what is set up stands behind a button. */
  readonly at: readonly string[];
}

const SETUP = '.tab-bar button:last-child';

export const STEPS: readonly Step[] = [
  {
    line: 'Train three networks; they become A, B and C.',
    at: ['[aria-labelledby="experiment-title"] .panel-action button', SETUP],
  },
  {
    line: 'Align: B and C are matched, neuron by neuron, onto A. The copies B′ and C′ compute the same as B and C.',
    at: ['[aria-labelledby="align-title"] .panel-action button', SETUP],
  },
  {
    line: 'Drag α under the path, or any point of a plane. The probe shows what that network computes.',
    at: ['[data-figure="curve"] input[type="range"]'],
  },
  {
    line: 'Change the width, the depth, the data, and see when matching helps and when it does not. Share copies a link that shows somebody else the same.',
    at: ['[aria-labelledby="experiment-title"] .disclosure + .disclosure .disclosure-button', SETUP],
  },
];
