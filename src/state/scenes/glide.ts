/** From one view to another: α moves there, all else is there at once (maps glide where they are drawn). */
import type { Session } from '../session.ts';
import type { View } from '../view.ts';

const MILLISECONDS = 700;

/** Slow at both ends. */
export function eased(share: number): number {
  return share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) ** 2;
}

/** Shows the view; the theme stays the person's. Fulfils when α has arrived, or something else has taken it. */
export function glideTo(session: Session, target: View): Promise<void> {
  const { store, motion } = session;
  session.stopFrames();
  const { view } = store.getState();
  const [from, to] = [view.probe, target.probe];
  const moves = from.kind === 'path' && to.kind === 'path' && from.alpha !== to.alpha && !motion.reduced();
  if (!moves) {
    store.setState({ view: { ...target, theme: view.theme } });
    return Promise.resolve();
  }
  const at = (share: number): View['probe'] => ({
    ...to,
    alpha: share >= 1 ? to.alpha : Math.round(1000 * (from.alpha + eased(share) * (to.alpha - from.alpha))) / 1000,
  });
  store.setState({ view: { ...target, theme: view.theme, probe: at(0) } });
  return new Promise((resolve) => {
    let started: number | null = null;
    let last = at(0);
    const frame = (time: number): void => {
      started ??= time;
      const now = store.getState().view;
      if (now.probe !== last && JSON.stringify(now.probe) !== JSON.stringify(last)) {
        resolve();
        return;
      }
      const share = (time - started) / MILLISECONDS;
      last = at(share);
      store.setState({ view: { ...now, probe: last } });
      if (share >= 1) resolve();
      else stopped(motion.frame(frame));
    };
    const stopped = (cancel: () => void): void => {
      session.stopFrames = () => {
        cancel();
        resolve();
      };
    };
    stopped(motion.frame(frame));
  });
}
