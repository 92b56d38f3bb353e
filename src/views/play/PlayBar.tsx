import { formatCount } from '../../base/format.ts';
import { playedEpoch, type Play } from '../../state/talk/talk-state.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useApp, useRun } from '../use-app.ts';
import { PLAY_WORDS, usePlayMenu } from './use-play.ts';
import './play.css';

/** Play and pause of α, and a menu of all that plays. */
export function PlayButton() {
  const run = useRun();
  const running = useApp((state) => state.play?.running === true);
  const kind = useApp((state) => state.play?.kind ?? 'path');
  return (
    <span className="play-button">
      <IconButton
        icon={running ? 'pause' : 'play'}
        label={running ? 'Pause' : `Play ${PLAY_WORDS[kind].name}`}
        onPress={() => run('play', { kind })}
      />
      <Menu label="What plays" groups={usePlayMenu()} />
    </span>
  );
}

function placeWords(play: Play): string {
  const epoch = playedEpoch({ play });
  if (epoch !== null) return `after epoch ${formatCount(epoch)} of ${formatCount(play.epochs[play.epochs.length - 1])}`;
  return `${Math.round(100 * play.at)} %`;
}

/** How far the trainings or the matching are, to be moved by hand. α has its own slider. */
export function PlayLine() {
  const run = useRun();
  const play = useApp((state) => state.play);
  if (play === null || play.kind === 'path') return null;
  return (
    <div className="play-line">
      <IconButton
        icon={play.running ? 'pause' : 'play'}
        label={play.running ? 'Pause' : `Play ${PLAY_WORDS[play.kind].name}`}
        onPress={() => run('play', { kind: play.kind })}
      />
      <label>
        <span className="visually-hidden">How far {PLAY_WORDS[play.kind].name} are shown</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={play.at}
          aria-valuetext={placeWords(play)}
          onChange={(event) => run('changePlay', { at: Number(event.currentTarget.value) })}
        />
      </label>
      <span className="play-place">{placeWords(play)}</span>
      <IconButton icon="close" label="End what plays" onPress={() => run('endPlay')} />
    </div>
  );
}
