import { useCallback, useEffect, useState, type FunctionComponent } from 'react';
import type { ActionListing, ActionName, App } from '../../state/actions/action.ts';
import { EXPLORE_NAMES, FIGURES } from '../../state/figures/table.ts';
import type { AnyFigure } from '../../state/figures/definition.ts';
import type { LargeName } from '../../state/view.ts';
import type { Place } from '../../state/experiment.ts';
import type { FileDrops } from '../../ui/file-drops.ts';
import { AlignPanel } from '../align/AlignPanel.tsx';
import { ExperimentPanel } from '../experiment/ExperimentPanel.tsx';
import { LARGE_VIEWS } from '../figure-views.ts';
import { HelpDialog } from '../help/HelpDialog.tsx';
import { StepsBar } from '../help/StepsBar.tsx';
import { later, preloadViews } from '../later.tsx';
import { LessonPanel } from '../scenes/LessonPanel.tsx';
import { Unless } from '../scenes/Unless.tsx';
import { NetworkPanel } from '../networks/NetworkPanel.tsx';
import { Notices } from '../notices/Notices.tsx';
import { PendingBanner } from '../notices/PendingBanner.tsx';
import { AuthorBanner } from '../published/AuthorBanner.tsx';
import { OwnOrAuthor } from '../published/OwnOrAuthor.tsx';
import { Sentence } from '../sentence/Sentence.tsx';
import { AppContext, useApp } from '../use-app.ts';
import { usePhone } from '../use-phone.ts';
import { useThemeOnDocument } from '../use-theme.ts';
import { DropZone } from './DropZone.tsx';
import { Header } from './Header.tsx';
import { LossDialog } from './LossDialog.tsx';
import { PhoneShell } from './PhoneShell.tsx';
import { StatusBar } from './StatusBar.tsx';
import { useLeaveWarning } from './use-leave-warning.ts';
import { useShortcuts } from './use-shortcuts.ts';
import './panel.css';
import './phone.css';
import './shell.css';

/** Milliseconds after which what is not shown is loaded: the first figures come first. */
const PRELOAD_DELAY = 4000;

const isWide = (figure: AnyFigure): boolean => figure.words.wide === true;
const MIDDLE: readonly LargeName[] = EXPLORE_NAMES.filter((name) => isWide(FIGURES[name]));
const RIGHT: readonly LargeName[] = ['probe', ...EXPLORE_NAMES.filter((name) => !isWide(FIGURES[name]))];

function Figures({ names }: { names: readonly LargeName[] }) {
  return names.map((name) => {
    const View = LARGE_VIEWS[name];
    return <View key={name} />;
  });
}

/** Left what there is, middle what lies between, right what it means; below the middle where there is room for two columns only. */
function WideShell() {
  const large = useApp((state) => state.view.large);
  return (
    <div className={large === null ? 'columns' : 'columns one-large'}>
      <aside className="left" aria-label="Experiment and networks">
        <LessonPanel />
        <OwnOrAuthor>
          <ExperimentPanel />
          <Unless part="networks">
            <NetworkPanel />
          </Unless>
          <Unless part="align">
            <AlignPanel />
          </Unless>
        </OwnOrAuthor>
      </aside>
      <div className="stage">
        <main className="middle">
          <AuthorBanner />
          <PendingBanner />
          <StepsBar />
          <Unless part="sentence">
            <Sentence />
          </Unless>
          <Figures names={large === null ? MIDDLE : [large]} />
        </main>
        {large === null && (
          <aside className="right" aria-label="What it means">
            <Figures names={RIGHT} />
          </aside>
        )}
      </div>
    </div>
  );
}

const LabShell = later(async () => (await import('../lab/LabShell.tsx')).LabShell);
const LabPhoneShell = later(async () => (await import('../lab/LabPhoneShell.tsx')).LabPhoneShell);

const SourceDialog = later(async () => (await import('../share/SourceDialog.tsx')).SourceDialog);
const TalkShell = later(async () => (await import('../talk/TalkShell.tsx')).TalkShell);
const GalleryDialog = later<{ onClose: () => void }>(async () => (await import('../gallery/GalleryDialog.tsx')).GalleryDialog);
const ScenesDialog = later<{ onClose: () => void }>(async () => (await import('../scenes/ScenesDialog.tsx')).ScenesDialog);
const MatchingDialog = later(async () => (await import('../play/MatchingDialog.tsx')).MatchingDialog);
const ShareDialog = later(async () => (await import('../share/ShareDialog.tsx')).ShareDialog);

const ReadingDialog = later(async () => (await import('../reading/ReadingDialog.tsx')).ReadingDialog);

const SHELLS: Readonly<Record<Place, Readonly<Record<'wide' | 'phone', FunctionComponent>>>> = {
  explore: { wide: WideShell, phone: PhoneShell },
  layers: { wide: LabShell, phone: LabPhoneShell },
};

function Page({ drops }: { drops: FileDrops }) {
  const phone = usePhone();
  const place = useApp((state) => state.view.place);
  const asksReading = useApp((state) => state.question !== null);
  const asksSource = useApp((state) => state.source !== null);
  const Shell = SHELLS[place][phone ? 'phone' : 'wide'];
  const presenting = useApp((state) => state.talk.presenting);
  const matching = useApp(({ play }) => play?.kind === 'matching');
  const [help, setHelp] = useState(false);
  const [scenes, setScenes] = useState(false);
  const openScenes = useCallback(() => setScenes(true), []);
  const [gallery, setGallery] = useState(false);
  const openGallery = useCallback(() => setGallery(true), []);
  const openHelp = useCallback(() => setHelp(true), []);
  const [share, setShare] = useState(false);
  const openShare = useCallback(() => setShare(true), []);
  const closeShare = useCallback(() => setShare(false), []);
  const [asked, setAsked] = useState<ActionName | null>(null);
  const ask = useCallback(({ name }: ActionListing) => setAsked(name), []);
  useThemeOnDocument();
  useShortcuts({ onHelp: openHelp, onShare: openShare, onLoss: ask });
  useLeaveWarning();
  useEffect(() => {
    const timer = setTimeout(preloadViews, PRELOAD_DELAY);
    return () => clearTimeout(timer);
  }, []);
  if (presenting) return <TalkShell />;
  return (
    <div className={phone ? 'app phone' : 'app'}>
      <Header onGallery={openGallery} onHelp={openHelp} onScenes={openScenes} onShare={openShare} />
      <Shell />
      <Notices />
      {!phone && <StatusBar />}
      <DropZone drops={drops} />
      {asksReading && <ReadingDialog />}
      {asksSource && <SourceDialog />}
      {asked !== null && <LossDialog name={asked} onClose={() => setAsked(null)} />}
      {matching && <MatchingDialog />}
      {gallery && <GalleryDialog onClose={() => setGallery(false)} />}
      {scenes && <ScenesDialog onClose={() => setScenes(false)} />}
      <HelpDialog open={help} onClose={() => setHelp(false)} />
      {share && <ShareDialog onClose={closeShare} />}
    </div>
  );
}

/** The whole page, over one application. */
export function AppShell({ app, drops }: { app: App; drops: FileDrops }) {
  return (
    <AppContext.Provider value={app}>
      <Page drops={drops} />
    </AppContext.Provider>
  );
}
