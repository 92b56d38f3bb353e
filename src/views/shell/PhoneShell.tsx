import { useState } from 'react';
import { FIGURES, type FigureName } from '../../state/experiment.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { AlignPanel } from '../align/AlignPanel.tsx';
import { CurveView } from '../curve/CurveView.tsx';
import { ExperimentPanel } from '../experiment/ExperimentPanel.tsx';
import { LayersView } from '../layers/LayersView.tsx';
import { NetworkPanel } from '../networks/NetworkPanel.tsx';
import { PendingBanner } from '../notices/PendingBanner.tsx';
import { PlaneView } from '../plane/PlaneView.tsx';
import { ProbeView } from '../probe/ProbeView.tsx';
import { Sentence } from '../sentence/Sentence.tsx';
import { TrainingProgress } from '../training/TrainingProgress.tsx';
import { useApp } from '../use-app.ts';
import { StatusBar } from './StatusBar.tsx';

const TITLES: Readonly<Record<FigureName, string>> = { curve: 'Path', plane: 'Plane', layers: 'Layers', probe: 'Probe' };
const VIEWS: Readonly<Record<FigureName, () => React.ReactNode>> = { curve: CurveView, plane: PlaneView, probe: ProbeView, layers: LayersView };

/** One figure at a time with a bar of tabs at the thumb; controls in a sheet. */
export function PhoneShell() {
  const [shown, setShown] = useState<FigureName>('curve');
  const [sheet, setSheet] = useState(false);
  const training = useApp((state) => state.training.status === 'running');
  const empty = useApp((state) => state.networks.length === 0);
  const View = VIEWS[shown];
  return (
    <>
      <main className="middle">
        <PendingBanner />
        <Sentence />
        {training && empty && !sheet ? <TrainingProgress /> : <View />}
      </main>
      <nav className="tab-bar" aria-label="Figures">
        {FIGURES.map((name) => (
          <button key={name} type="button" aria-current={shown === name ? 'page' : undefined} onClick={() => setShown(name)}>
            {TITLES[name]}
          </button>
        ))}
        <button type="button" onClick={() => setSheet(true)}>
          <Icon name="sliders" /> Setup
        </button>
      </nav>
      <Dialog title="Experiment and networks" size="sheet" open={sheet} onClose={() => setSheet(false)}>
        <ExperimentPanel />
        <NetworkPanel />
        <AlignPanel />
        <StatusBar />
      </Dialog>
    </>
  );
}
