/** Keeps the probe up to date: the latest position wins, and one request is under way at a time. */
import { isAbort, toPlainError } from '../../base/errors.ts';
import { canonicalJson } from '../../base/hash.ts';
import type { ProbePlace, ProbeRequest } from '../../compute/protocol.ts';
import { playedNetwork } from '../talk/played.ts';
import type { FigureInputs } from './definition.ts';
import { probePlace } from './inputs.ts';
import { PLANE } from './plane.ts';
import type { Session } from '../session.ts';
import { IDLE } from './derived.ts';

const RESOLUTION = 64;
const EXAMPLES = 24;
const NOTHING = canonicalJson(null);

export class ProbeFollower {
  private readonly session: Session;
  /** Called where the position moved on while a request was under way. */
  private readonly again: () => void;
  private wanted: string | null = null;
  private busy = false;

  constructor(session: Session, again: () => void) {
    this.session = session;
    this.again = again;
  }

  update({ state, data, endpoints, settingsOf }: FigureInputs): void {
    const place = this.playedPlace() ?? probePlace(state.view, settingsOf(PLANE), endpoints);
    const request: ProbeRequest | null =
      place === null ? null : { dataset: data.spec, place, split: state.view.split, resolution: RESOLUTION, examples: EXAMPLES };
    const key = canonicalJson(request);
    if (key === this.wanted) return;
    this.wanted = key;
    if (request === null) this.session.store.setState({ probe: IDLE });
    else if (!this.busy) void this.ask(request, key);
  }

  /** While the trainings play: the network as it was at the epoch that is shown; null otherwise, or where it kept no checkpoints. */
  private playedPlace(): ProbePlace | null {
    const played = playedNetwork(this.session.store.getState(), this.session.library);
    return played === null ? null : { kind: 'network', network: this.session.library.registerCheckpoint(played.id, played.checkpoint) };
  }

  private async ask(request: ProbeRequest, key: string): Promise<void> {
    const { store, jobs, client } = this.session;
    this.busy = true;
    const signal = jobs.start('probe');
    store.setState(({ probe }) => ({ probe: { ...probe, status: 'running' } }));
    try {
      const result = await client.run('probe', request, { signal });
      if (this.wanted !== NOTHING)
        store.setState({ probe: { status: this.wanted === key ? 'done' : 'running', result, progress: null, error: null } });
    } catch (error) {
      if (this.wanted === key)
        store.setState(({ probe }) => ({
          probe: isAbort(error) ? { ...probe, status: 'idle' } : { status: 'failed', result: null, progress: null, error: toPlainError(error) },
        }));
    } finally {
      jobs.end('probe', signal);
      this.busy = false;
      if (this.wanted !== key && this.wanted !== NOTHING) {
        this.wanted = null;
        this.again();
      }
    }
  }
}
