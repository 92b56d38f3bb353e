import { ExperimentPanel } from '../experiment/ExperimentPanel.tsx';
import { LessonPanel } from '../scenes/LessonPanel.tsx';
import { Unless } from '../scenes/Unless.tsx';
import { NetworkPanel } from '../networks/NetworkPanel.tsx';
import { PendingBanner } from '../notices/PendingBanner.tsx';
import { AuthorBanner } from '../published/AuthorBanner.tsx';
import { OwnOrAuthor } from '../published/OwnOrAuthor.tsx';
import { EndsPanel } from './EndsPanel.tsx';
import { LabFigure } from './LabFigure.tsx';
import { LabSentence } from './LabSentence.tsx';
import { LabTabs } from './LabTabs.tsx';
import { PairPanel } from './PairPanel.tsx';
import { ReadingPanel } from './ReadingPanel.tsx';
import { CellView } from './CellView.tsx';
import './lab.css';

/** The layer laboratory: left the pairs, in the middle one figure, right how to read it and what stands behind a cell. */
export function LabShell() {
  return (
    <div className="columns lab">
      <aside className="left" aria-label="Pairs, experiment and networks">
        <LessonPanel />
        <OwnOrAuthor>
          <PairPanel />
          <ExperimentPanel settingsOnly />
          <Unless part="networks">
            <NetworkPanel />
          </Unless>
        </OwnOrAuthor>
      </aside>
      <div className="stage">
        <main className="middle">
          <AuthorBanner />
          <PendingBanner />
          <Unless part="sentence">
            <LabSentence />
          </Unless>
          <LabTabs />
          <LabFigure />
        </main>
        <aside className="right" aria-label="Reading, ends and examples">
          <div className="right-panels">
            <ReadingPanel />
            <EndsPanel />
          </div>
          <CellView />
        </aside>
      </div>
    </div>
  );
}
