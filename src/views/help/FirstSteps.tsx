import { useEffect, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { useApp, useRun } from '../use-app.ts';
import { type Step, STEPS } from './steps.ts';
import './steps.css';

/** The step's control where it is on the page now. */
function controlOf({ at }: Step): HTMLElement | null {
  for (const selector of at) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found !== null) return found;
  }
  return null;
}

/** Draws a ring around the step's control for as long as it is the step; what comes and goes with work is found again. */
function useRing(step: Step): void {
  const training = useApp((state) => state.training.status);
  const aligning = useApp((state) => state.aligning.status);
  const drawn = useApp((state) => state.figures.curve.result !== null);
  useEffect(() => {
    const control = controlOf(step);
    // The control of a slider is hidden behind what is seen of it.
    const seen = control?.closest('.slider') ?? control;
    seen?.setAttribute('data-pointed', '');
    return () => seen?.removeAttribute('data-pointed');
  }, [step, training, aligning, drawn]);
}

/** The first steps, one after another, each pointing at its control; on a first visit, until they are dismissed for good. */
export function FirstSteps() {
  const run = useRun();
  const [at, setAt] = useState(0);
  const step = STEPS[at];
  useRing(step);
  const show = (): void => {
    const control = controlOf(step);
    control?.scrollIntoView({ block: 'nearest' });
    control?.focus({ preventScroll: true });
  };
  const last = at === STEPS.length - 1;
  return (
    <section className="first-steps" aria-label="First steps">
      <p aria-live="polite">
        <b>
          {at + 1} of {STEPS.length}
        </b>{' '}
        {step.line}
      </p>
      <span className="first-steps-buttons">
        <Button variant="quiet" onPress={show}>
          Show where
        </Button>
        <Button variant="quiet" onPress={() => setAt(at - 1)} disabled={at === 0}>
          Before
        </Button>
        <Button variant="quiet" onPress={() => setAt(at + 1)} disabled={last}>
          Next
        </Button>
        <Button variant="quiet" onPress={() => run('dismissSteps')} hint="They stay in Help under Start">
          Close for good
        </Button>
      </span>
    </section>
  );
}
