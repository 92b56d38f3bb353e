import { PLAYS, type PlayKind, SPEEDS } from '../../state/talk/talk-state.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { useApp, useRun } from '../use-app.ts';

/** What each plays, as a menu and a button name it. */
export const PLAY_WORDS: Readonly<Record<PlayKind, { readonly name: string; readonly note: string }>> = {
  path: { name: 'α from A to B and back', note: 'the network on the way, as it is computed' },
  training: { name: 'the trainings', note: 'from checkpoint to checkpoint, on the plane and in the probe' },
  matching: { name: 'the matching', note: 'B’s neurons take their places in A’s order' },
};

const SPEED_WORDS = { slow: 'Half speed', normal: 'Normal speed', fast: 'Twice the speed' } as const;

/** What can be played, and how. */
export function usePlayMenu(): MenuGroup[] {
  const run = useRun();
  const play = useApp((state) => state.play);
  const { speed = 'normal', loop = true } = play ?? {};
  return [
    {
      title: 'Play',
      entries: PLAYS.map((kind) => ({
        id: kind,
        label: PLAY_WORDS[kind].name,
        note: PLAY_WORDS[kind].note,
        shortcut: kind === 'path' ? 'w' : null,
        checked: play?.kind === kind && play.running,
        onAction: () => run('play', { kind }),
      })),
    },
    {
      title: 'How',
      entries: [
        ...SPEEDS.map((entry) => ({
          id: entry,
          label: SPEED_WORDS[entry],
          checked: play !== null && speed === entry,
          disabled: play === null,
          onAction: () => run('changePlay', { speed: entry }),
        })),
        {
          id: 'loop',
          label: 'Again and again',
          checked: play !== null && loop,
          disabled: play === null,
          onAction: () => run('changePlay', { loop: !loop }),
        },
      ],
    },
  ];
}
