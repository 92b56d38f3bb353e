import { ProgressBar } from 'react-aria-components';
import './Progress.css';

/** How far a piece of work is. `total` 0: not known. */
export function Progress({ label, done, total, note = '' }: { label: string; done: number; total: number; note?: string }) {
  const known = total > 0;
  const percent = known ? Math.min(100, (100 * done) / total) : 0;
  return (
    <ProgressBar className="progress" value={percent} isIndeterminate={!known} aria-label={label}>
      <span className="progress-text">
        <span>{label}</span>
        <span>{note}</span>
      </span>
      <span className="progress-track">
        <span
          className={known ? 'progress-fill' : 'progress-fill unknown'}
          style={known ? { width: `${percent}%`, display: 'block' } : { display: 'block' }}
        />
      </span>
    </ProgressBar>
  );
}
