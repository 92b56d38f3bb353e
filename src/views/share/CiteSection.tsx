import { useMemo } from 'react';
import { citations } from '../../state/published/citations.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { useApp, useAppHandle, useRun } from '../use-app.ts';

/** Whom to cite for what is on the screen, as BibTeX. */
export function CiteSection() {
  const run = useRun();
  const app = useAppHandle();
  const view = useApp((state) => state.view);
  const aligned = useApp((state) => state.aligned);
  const networks = useApp((state) => state.networks);
  const cited = useMemo(() => citations({ view, aligned, networks }, app.version), [view, aligned, networks, app]);
  return (
    <Disclosure title="How to cite" summary={`Ridgeline and ${cited.length - 1} ${cited.length === 2 ? 'paper' : 'papers'}`}>
      <p className="quiet-text">
        Ridgeline, and the sources of the methods that this view uses:{' '}
        {cited
          .slice(1)
          .map(({ what }) => what)
          .join('; ')}
        .
      </p>
      <pre className="bibtex" tabIndex={0} aria-label="BibTeX">
        {cited.map(({ bibtex }) => bibtex).join('\n\n')}
      </pre>
      <Button onPress={() => run('copyCitations')}>Copy BibTeX</Button>
    </Disclosure>
  );
}
