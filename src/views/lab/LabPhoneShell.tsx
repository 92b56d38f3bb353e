import { useState } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ExperimentPanel } from '../experiment/ExperimentPanel.tsx';
import { LessonPanel } from '../scenes/LessonPanel.tsx';
import { Unless } from '../scenes/Unless.tsx';
import { NetworkPanel } from '../networks/NetworkPanel.tsx';
import { PendingBanner } from '../notices/PendingBanner.tsx';
import { AuthorBanner } from '../published/AuthorBanner.tsx';
import { OwnOrAuthor } from '../published/OwnOrAuthor.tsx';
import { StatusBar } from '../shell/StatusBar.tsx';
import { TrainingProgress } from '../training/TrainingProgress.tsx';
import { useApp } from '../use-app.ts';
import { CellView } from './CellView.tsx';
import { EndsPanel } from './EndsPanel.tsx';
import { LabFigure } from './LabFigure.tsx';
import { LabSentence } from './LabSentence.tsx';
import { LabTabs } from './LabTabs.tsx';
import { PairPanel } from './PairPanel.tsx';
import { ReadingPanel } from './ReadingPanel.tsx';
import './lab.css';

/** The laboratory on a phone: one figure, its tabs above; pairs and reading in sheets. */
export function LabPhoneShell() {
  const [sheet, setSheet] = useState<'pairs' | 'reading' | null>(null);
  const training = useApp((state) => state.training.status === 'running');
  return (
    <>
      <main className="middle">
        <AuthorBanner />
        <PendingBanner />
        <LessonPanel />
        <Unless part="sentence">
          <LabSentence />
        </Unless>
        <LabTabs />
        {training && sheet === null && <TrainingProgress />}
        <LabFigure />
      </main>
      <nav className="tab-bar two" aria-label="Sheets of the laboratory">
        <button type="button" onClick={() => setSheet('reading')}>
          Reading and examples
        </button>
        <button type="button" onClick={() => setSheet('pairs')}>
          <Icon name="sliders" /> Pairs and setup
        </button>
      </nav>
      <Dialog title="Pairs, experiment and networks" size="sheet" open={sheet === 'pairs'} onClose={() => setSheet(null)}>
        <OwnOrAuthor>
          <PairPanel />
          <ExperimentPanel settingsOnly />
          <Unless part="networks">
            <NetworkPanel />
          </Unless>
        </OwnOrAuthor>
        <StatusBar />
      </Dialog>
      <Dialog title="Reading and examples" size="sheet" open={sheet === 'reading'} onClose={() => setSheet(null)}>
        <ReadingPanel />
        <EndsPanel />
        <CellView />
      </Dialog>
    </>
  );
}
