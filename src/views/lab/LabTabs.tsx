import '../shell/places.css';
import { FIGURES, LAB_NAMES } from '../../state/figures/table.ts';
import { useApp, useRun } from '../use-app.ts';

/** The laboratory's figures, one at a time. */
export function LabTabs() {
  const run = useRun();
  const shown = useApp((state) => state.view.lab.figure);
  return (
    <nav className="lab-tabs" aria-label="Figures of the laboratory">
      {LAB_NAMES.map((figure) => (
        <button key={figure} type="button" aria-current={shown === figure ? 'page' : undefined} onClick={() => run('setView', { lab: { figure } })}>
          {FIGURES[figure].words.tab}
        </button>
      ))}
    </nav>
  );
}
