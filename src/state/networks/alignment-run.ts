/** Matching networks onto a reference and keeping the aligned copies. */
import { isAbort, RidgelineError, toPlainError } from '../../base/errors.ts';
import type { JobOptions } from '../../base/job.ts';
import type { AlignmentMethod } from '../../landscape/results.ts';
import type { Architecture } from '../../nn/architecture.ts';
import type { AppState } from '../app-state.ts';
import type { NetworkEntry } from '../shared-state.ts';
import type { AlignmentChoice } from '../experiment.ts';
import { alignmentDisabledReason, findAligned, looksAtData, matchingRequest, type Pair } from './aligned-copies.ts';
import { RECORD_VERSION, type NetworkRecord } from './record.ts';
import { newId, type Session } from '../session.ts';
import { freeName } from './free-name.ts';
import { requireData } from './training-run.ts';

const FUNCTION_CHECK_EXAMPLES = 1000;
/** Behind the prime in the copy's name: short, since the list is narrow. */
const METHOD_WORDS: Readonly<Record<AlignmentMethod, string>> = {
  weight: 'by weights',
  activation: 'by activations',
  identity: 'as it is',
  random: 'shuffled',
};

function methodWords(choice: AlignmentChoice, { hidden }: Pick<Architecture, 'hidden'>): string {
  const alone = choice.method === 'weight' && !choice.activations && hidden.length > 1;
  return `${METHOD_WORDS[choice.method]}${alone ? ' alone' : ''}`;
}

/** 'seed 2′ by weights, run 5 of moons': the prime is the network's, not that of the run behind it. */
function copyName(name: string, method: string): string {
  const [, own, rest] = /^(seed [^,]*)(, .*)$/s.exec(name) ?? ['', name, ''];
  return `${own}′ ${method}${rest}`;
}

/** Matches a network onto a reference and puts the aligned copy in the library. Its function is checked on real examples. */
export async function alignPair(session: Session, pair: Pair, options: JobOptions = {}): Promise<NetworkRecord> {
  const current = requireData(session);
  const reference = session.library.get(pair.reference, 'reference');
  const source = session.library.get(pair.network, 'network');
  const disabledReason = alignmentDisabledReason(reference.network, source.network);
  if (disabledReason !== null) throw new RidgelineError('shape-mismatch', disabledReason, { argument: 'network', received: source.name });
  const { architecture } = source.network;
  const made = await session.client.run(
    'align',
    { dataset: current.spec, reference: reference.id, network: source.id, ...matchingRequest(pair.choice, architecture) },
    options,
  );
  const id = newId();
  session.client.registerNetwork(id, made.network);
  const functionChange = made.alignment.functionChange ?? (await largestLogitChange(session, source.id, id, options));
  const taken = new Set(session.store.getState().networks.map(({ name }) => name));
  const record: NetworkRecord = {
    ...source,
    version: RECORD_VERSION,
    id,
    name: freeName(copyName(source.name, methodWords(pair.choice, architecture)).slice(0, 110), taken),
    network: made.network,
    checkpoints: [],
    recipe: null,
    stopped: source.stopped && { ...source.stopped, optimizer: null },
    origin: { kind: 'aligned', source: source.id, reference: reference.id, method: pair.choice.method },
    choice: pair.choice,
    matchedOn: looksAtData(pair.choice, architecture) ? current.spec : null,
    alignment: { ...made.alignment, functionChange },
    created: session.clock.now(),
  };
  const scores = session.store.getState().networks.find((entry) => entry.id === source.id);
  session.library.add(record, { train: scores?.train ?? null, test: scores?.test ?? null });
  return record;
}

/** Matches the networks in roles B and C onto A and puts the copies on the screen. Pairs that cannot be matched are left out. */
export async function alignRoles(session: Session, choice: (role: 'B' | 'C') => AlignmentChoice | null, options: JobOptions = {}): Promise<void> {
  const { store, jobs } = session;
  const signal = jobs.start('aligning', options.signal);
  store.setState(({ aligning }) => ({ aligning: { ...aligning, status: 'running', progress: null, error: null } }));
  try {
    for (const role of ['B', 'C'] as const) {
      const pair = rolePair(store.getState(), role, choice(role));
      if (pair === null) continue;
      const held =
        findAligned(session, pair) ??
        (await alignPair(session, pair, {
          signal,
          onProgress: (progress) => {
            if (!signal.aborted) store.setState(({ aligning }) => ({ aligning: { ...aligning, progress } }));
            options.onProgress?.(progress);
          },
        }));
      signal.throwIfAborted();
      store.setState(({ aligned, roles }) =>
        roles.A === pair.reference && roles[role] === pair.network ? { aligned: { ...aligned, [role]: held.id } } : {},
      );
    }
    store.setState({ aligning: { status: 'done', result: null, progress: null, error: null } });
  } catch (error) {
    if (jobs.isCurrent('aligning', signal)) {
      store.setState({
        aligning: { status: isAbort(error) ? 'idle' : 'failed', result: null, progress: null, error: isAbort(error) ? null : toPlainError(error) },
      });
    }
    throw error;
  } finally {
    jobs.end('aligning', signal);
  }
}

/** Aligned copies already in the library for what the roles hold now; a new pair of networks has none. */
export function knownCopies(session: Session, { roles, view }: Pick<AppState, 'roles' | 'view'>): AppState['aligned'] {
  const known = (role: 'B' | 'C'): string | null => {
    const reference = roles.A;
    const network = roles[role];
    return reference === null || network === null ? null : (findAligned(session, { reference, network, choice: view.alignment })?.id ?? null);
  };
  return { B: known('B'), C: known('C') };
}

function rolePair(state: AppState, role: 'B' | 'C', choice: AlignmentChoice | null): Pair | null {
  const entry = (id: string | null): NetworkEntry | undefined => state.networks.find((network) => network.id === id);
  const a = entry(state.roles.A);
  const b = entry(state.roles[role]);
  if (choice === null || a === undefined || b === undefined || a.id === b.id || alignmentDisabledReason(a, b) !== null) return null;
  return { reference: a.id, network: b.id, choice };
}

async function largestLogitChange(session: Session, before: string, after: string, options: JobOptions): Promise<number | null> {
  const { spec: dataset, summary } = requireData(session);
  const { architecture } = session.library.get(before).network;
  if (architecture.inputs !== summary.inputs || architecture.classes !== summary.classes) return null;
  const request = { dataset, split: 'test' as const, count: Math.min(FUNCTION_CHECK_EXAMPLES, summary.testSize) };
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const first = await session.client.run('logits', { ...request, network: before }, signal);
  const second = await session.client.run('logits', { ...request, network: after }, signal);
  return first.logits.reduce((largest, value, i) => Math.max(largest, Math.abs(value - second.logits[i])), 0);
}
