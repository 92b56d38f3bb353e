import { useState } from 'react';
import { LARGE_NAMES, type LargeName } from '../../state/view.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { AlignPanel } from '../align/AlignPanel.tsx';
import { ExperimentPanel } from '../experiment/ExperimentPanel.tsx';
import { LARGE_VIEWS } from '../figure-views.ts';
import { figureTitle } from '../figure/figure-title.ts';
import { StepsBar } from '../help/StepsBar.tsx';
import { LessonPanel } from '../scenes/LessonPanel.tsx';
import { Unless } from '../scenes/Unless.tsx';
import { NetworkPanel } from '../networks/NetworkPanel.tsx';
import { PendingBanner } from '../notices/PendingBanner.tsx';
import { AuthorBanner } from '../published/AuthorBanner.tsx';
import { OwnOrAuthor } from '../published/OwnOrAuthor.tsx';
import { Sentence } from '../sentence/Sentence.tsx';
import { TrainingProgress } from '../training/TrainingProgress.tsx';
import { useApp } from '../use-app.ts';
import { StatusBar } from './StatusBar.tsx';

/** One figure at a time with a bar of tabs at the thumb; controls in a sheet. */
export function PhoneShell() {
  const [shown, setShown] = useState<LargeName>(LARGE_NAMES[0]);
  const [sheet, setSheet] = useState(false);
  const training = useApp((state) => state.training.status === 'running');
  const empty = useApp((state) => state.networks.length === 0);
  const View = LARGE_VIEWS[shown];
  return (
    <>
      <main className="middle">
        <AuthorBanner />
        <PendingBanner />
        <LessonPanel />
        <StepsBar />
        <Unless part="sentence">
          <Sentence />
        </Unless>
        {training && empty && !sheet ? <TrainingProgress /> : <View />}
      </main>
      <nav className="tab-bar" aria-label="Figures">
        {LARGE_NAMES.map((name) => (
          <button key={name} type="button" aria-current={shown === name ? 'page' : undefined} onClick={() => setShown(name)}>
            {figureTitle(name)}
          </button>
        ))}
        <button type="button" onClick={() => setSheet(true)}>
          <Icon name="sliders" /> Setup
        </button>
      </nav>
      <Dialog title="Experiment and networks" size="sheet" open={sheet} onClose={() => setSheet(false)}>
        <OwnOrAuthor>
          <ExperimentPanel />
          <Unless part="networks">
            <NetworkPanel />
          </Unless>
          <Unless part="align">
            <AlignPanel />
          </Unless>
        </OwnOrAuthor>
        <StatusBar />
      </Dialog>
    </>
  );
}
