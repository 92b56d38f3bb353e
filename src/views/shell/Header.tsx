import { PLACES, type Place } from '../../state/experiment.ts';
import type { View } from '../../state/view.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Menu, type MenuGroup } from '../../ui/Menu.tsx';
import { useApp, useRun } from '../use-app.ts';
import { usePhone } from '../use-phone.ts';
import './header.css';
import './places.css';

const THEMES: readonly { value: View['theme']; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

const TITLES: Readonly<Record<Place, string>> = { explore: 'Explore', layers: 'Layers' };

/** Where one can go. On a phone the gallery stands in the menu. */
function Places({ onGallery, phone }: { readonly onGallery: () => void; readonly phone: boolean }) {
  const run = useRun();
  const here = useApp((state) => state.view.place);
  return (
    <nav className="places" aria-label="Places">
      {PLACES.map((place) => (
        <button key={place} type="button" aria-current={here === place ? 'page' : undefined} onClick={() => run('showPlace', { place })}>
          {TITLES[place]}
        </button>
      ))}
      {!phone && (
        <button type="button" aria-haspopup="dialog" onClick={onGallery}>
          Gallery
        </button>
      )}
    </nav>
  );
}

function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 20" aria-hidden="true">
      <path className="mark-hump" d="M2 17 C 9 17 11 3 16 3 S 23 17 30 17" />
      <path className="mark-line" d="M2 17 H30" />
    </svg>
  );
}

function useThemeMenu(): MenuGroup {
  const run = useRun();
  const theme = useApp((state) => state.view.theme);
  return {
    title: 'Theme',
    entries: THEMES.map(({ value, label }) => ({
      id: value,
      label,
      checked: theme === value,
      onAction: () => run('setTheme', { theme: value }),
    })),
  };
}

interface ToolsProps {
  readonly onHelp: () => void;
  readonly onShare: () => void;
  readonly onScenes: () => void;
  readonly onGallery: () => void;
}

/** Share, scenes, present, theme and help, each with a button of its own. */
function Tools({ onHelp, onShare, onScenes }: ToolsProps) {
  const run = useRun();
  const theme = useApp((state) => state.view.theme);
  return (
    <>
      <Button variant="quiet" label="Share" onPress={onShare} hint="A link to what is on the screen, and whom to cite">
        <Icon name="link" /> Share
      </Button>
      <Button variant="quiet" onPress={onScenes} hint="Scenes of a talk or a lesson: keep, order, edit">
        Scenes
      </Button>
      <Button variant="quiet" onPress={() => run('present', { on: true })} hint="Figures alone on the whole screen">
        Present
      </Button>
      <Menu label="Theme" icon={theme === 'system' ? 'contrast' : theme === 'dark' ? 'moon' : 'sun'} groups={[useThemeMenu()]} />
      <Button variant="quiet" label="Help" onPress={onHelp} hint="Help: keys and definitions">
        ?
      </Button>
    </>
  );
}

/** The same in one menu, where so many buttons would not fit. */
function FoldedTools({ onHelp, onShare, onScenes, onGallery }: ToolsProps) {
  const run = useRun();
  const page: MenuGroup = {
    title: 'This page',
    entries: [
      { id: 'share', label: 'Share', note: 'a link to what is on the screen, and whom to cite', onAction: onShare },
      { id: 'gallery', label: 'Gallery', note: 'ready-made experiments and a lesson', onAction: onGallery },
      { id: 'scenes', label: 'Scenes', note: 'of a talk or a lesson', onAction: onScenes },
      { id: 'present', label: 'Present', note: 'figures alone on the whole screen', onAction: () => run('present', { on: true }) },
      { id: 'help', label: 'Help', note: 'keys and definitions', onAction: onHelp },
    ],
  };
  return <Menu label="Share, theme and help" groups={[page, useThemeMenu()]} />;
}

/** Name, places, undo and redo, share, scenes, theme, help. */
export function Header(tools: ToolsProps) {
  const run = useRun();
  const canUndo = useApp((state) => state.canUndo);
  const canRedo = useApp((state) => state.canRedo);
  const phone = usePhone();
  return (
    <header className="header">
      <h1>
        <Mark />
        <span className="wordmark">Ridgeline</span>
      </h1>
      <Places onGallery={tools.onGallery} phone={phone} />
      {!phone && <p className="header-line">What lies between two trained networks</p>}
      <div className="header-tools">
        <IconButton icon="reset" label="Undo" disabled={!canUndo} onPress={() => run('undo')} />
        <span className="mirror">
          <IconButton icon="reset" label="Redo" disabled={!canRedo} onPress={() => run('redo')} />
        </span>
        {phone ? <FoldedTools {...tools} /> : <Tools {...tools} />}
      </div>
    </header>
  );
}
