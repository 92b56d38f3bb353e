/** What stands in a plot's place where it could not be drawn. */
import { Button } from '../ui/Button.tsx';
import type { Failure } from './plot-failure.ts';

export function PlotFailure({ failure: { what, why }, onRetry }: { failure: Failure; onRetry: () => void }) {
  if (what === 'webgl')
    return (
      <div className="plot-failed" role="alert">
        <p>3-D needs WebGL, which this browser does not offer here. Choose 2-D: it shows the same values; all numbers are in the table.</p>
      </div>
    );
  return (
    <div className="plot-failed" role="alert">
      <p>
        {what === 'code' ? 'The drawing code did not load' : 'This figure could not be drawn'} ({why}). The numbers are in the table.
      </p>
      <Button onPress={onRetry}>Try again</Button>
    </div>
  );
}
