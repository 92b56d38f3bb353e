/** What plays by itself. One thing at a time; whatever a person does with α or with scenes ends it. */
import { RidgelineError } from '../../base/errors.ts';
import type { AppState } from '../app-state.ts';
import { ROLES } from '../experiment.ts';
import type { Session } from '../session.ts';
import type { Play, PlayKind, Speed } from './talk-state.ts';

/** Seconds of a round at normal speed: of α, A to B and back. */
const ROUND: Readonly<Record<PlayKind, number>> = { path: 10, training: 8, matching: 5 };
const FASTER: Readonly<Record<Speed, number>> = { slow: 0.5, normal: 1, fast: 2 };
/** With less motion the same in steps: so many a round. */
const STEPS: Readonly<Record<Exclude<PlayKind, 'training'>, number>> = { path: 8, matching: 1 };
/** A frame that was late (a hidden tab, a busy page) goes on from where it was. */
const LONGEST_FRAME = 100;

/** α of a round's share: from 0 to 1 and back. */
export function alphaAt(share: number): number {
  return share <= 0.5 ? 2 * share : 2 - 2 * share;
}

/** How far a round is after some time; with `reduced` motion in whole steps. `null`: it ended. */
export function advanced(play: Play, milliseconds: number, reduced: boolean): number | null {
  const share = play.at + (milliseconds / 1000 / ROUND[play.kind]) * FASTER[play.speed];
  if (share < 1) return share;
  if (!play.loop) return null;
  return reduced ? 0 : share % 1;
}

/** Where a round stands on the screen: of less motion, at the last whole step. */
export function stepped(play: Play, reduced: boolean): number {
  if (!reduced || play.kind === 'training') return play.at;
  const steps = STEPS[play.kind];
  return Math.floor(play.at * steps) / steps;
}

/** Why this cannot play now; null where it can. */
export function playHindrance(kind: PlayKind, { roles, aligned, networks, view }: AppState): string | null {
  if (view.place !== 'explore') return 'This plays in Explore.';
  if (roles.A === null || roles.B === null) return 'Choose networks as A and B first.';
  if (kind === 'matching') return aligned.B === null ? 'Match B onto A first.' : null;
  if (kind === 'path') return null;
  const held = networks.filter(({ id }) => Object.values(roles).includes(id));
  return held.some(({ checkpointCount }) => checkpointCount > 1)
    ? null
    : 'No checkpoints of A, B or C were recorded: there is nothing of their training to play.';
}

/** Begins, goes on, or pauses where the same is playing. */
export function togglePlay(session: Session, kind: PlayKind): void {
  const { store } = session;
  const { play } = store.getState();
  if (play?.kind === kind && play.running) {
    pausePlay(session);
    return;
  }
  const next = play?.kind === kind ? { ...play, at: play.at >= 1 ? 0 : play.at, running: true } : begun(session, kind);
  store.setState({ play: next });
  show(session, next);
  run(session);
}

function begun(session: Session, kind: PlayKind): Play {
  const { store, library } = session;
  const { view, roles, play } = store.getState();
  const { speed = 'normal', loop = kind === 'path' } = play ?? {};
  if (kind === 'path') {
    // From where α stands, where it stands on the path.
    const alpha = view.probe.kind === 'path' ? Math.min(1, Math.max(0, view.probe.alpha)) : 0;
    return { kind, running: true, speed, loop, at: alpha < 1 ? alpha / 2 : 0.5, epochs: [], recorded: {} };
  }
  if (kind === 'matching') return { kind, running: true, speed, loop: false, at: 0, epochs: [], recorded: {} };
  const series = ROLES.flatMap((role) =>
    roles[role] === null ? [] : [[role, library.get(roles[role]).checkpoints.map(({ epoch }) => epoch)] as const],
  );
  const epochs = commonEpochs(series.map(([, recorded]) => recorded));
  if (epochs.length === 0)
    throw new RidgelineError(
      'unsupported',
      'A, B and C recorded no checkpoints after the same epochs: there is nothing of their trainings to play together.',
    );
  // The paths of the trainings are what grows on the plane.
  store.setState({ view: { ...view, plane: { ...view.plane, trajectories: true } } });
  return { kind, running: true, speed, loop: false, at: 0, epochs, recorded: Object.fromEntries(series) };
}

/** Epochs after which every training that kept a series of checkpoints has one, ascending: what is shown is of that very epoch. */
export function commonEpochs(series: readonly (readonly number[])[]): number[] {
  const [first = [], ...others] = series.filter(({ length }) => length > 1);
  return first.filter((epoch) => others.every((epochs) => epochs.includes(epoch))).sort((a, b) => a - b);
}

export function pausePlay({ store }: Session): void {
  store.setState(({ play }) => ({ play: play === null ? null : { ...play, running: false } }));
}

/** Nothing plays any more, and figures show what they show without. */
export function endPlay({ store }: Session): void {
  if (store.getState().play !== null) store.setState({ play: null });
}

/** Another speed, another share of the round, or whether it begins again. */
export function changePlay(session: Session, change: Partial<Pick<Play, 'speed' | 'loop' | 'at'>>): void {
  const { play } = session.store.getState();
  if (play === null) return;
  const next = { ...play, ...change };
  session.store.setState({ play: next });
  if (change.at !== undefined) show(session, next);
}

function run(session: Session): void {
  const { store, motion } = session;
  session.stopFrames();
  let last: number | null = null;
  const frame = (time: number): void => {
    const { play } = store.getState();
    if (play === null || !play.running) return;
    const passed = last === null ? 0 : Math.min(LONGEST_FRAME, time - last);
    last = time;
    const share = advanced(play, passed, motion.reduced());
    const next = { ...play, at: share ?? 1, running: share !== null };
    store.setState({ play: next });
    show(session, next);
    if (next.running) session.stopFrames = motion.frame(frame);
  };
  session.stopFrames = motion.frame(frame);
}

/** α follows the round; the other two are read by their figures. */
function show({ store, motion }: Session, play: Play): void {
  if (play.kind !== 'path') return;
  const alpha = Math.round(1000 * alphaAt(stepped(play, motion.reduced()))) / 1000;
  store.setState(({ view }) => {
    const { probe } = view;
    const path = probe.kind === 'path' ? probe.path : 'naive';
    return probe.kind === 'path' && probe.alpha === alpha ? {} : { view: { ...view, probe: { kind: 'path', path, alpha } } };
  });
}
