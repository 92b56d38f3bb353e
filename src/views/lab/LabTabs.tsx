import { useEffect, useRef } from 'react';
import { LAB_FIGURES } from '../../state/figures/lab-view.ts';
import { useApp, useRun } from '../use-app.ts';
import { LAB_TITLES } from './lab-titles.ts';
import '../shell/places.css';

/** The laboratory's figures, one at a time. */
export function LabTabs() {
  const run = useRun();
  const shown = useApp((state) => state.view.lab.figure);
  const current = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // No effect's result: newer browsers give a promise.
    current.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown]);
  return (
    <nav className="lab-tabs" aria-label="Figures of the laboratory">
      {LAB_FIGURES.map((figure) => (
        <button
          key={figure}
          ref={shown === figure ? current : null}
          type="button"
          aria-current={shown === figure ? 'page' : undefined}
          onClick={() => run('setView', { lab: { figure } })}
        >
          {LAB_TITLES[figure].tab}
        </button>
      ))}
    </nav>
  );
}
