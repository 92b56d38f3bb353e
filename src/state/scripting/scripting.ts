/** `window.ridgeline`: everything a person can do, as plain data in and out (scripting.md). */
import { RidgelineError } from '../../base/errors.ts';
import { yieldToEventLoop, type JobOptions } from '../../base/job.ts';
import type { Split } from '../../datasets/dataset.ts';
import { checkSameShape, describeArchitecture } from '../../nn/validate-architecture.ts';
import type { ActionName } from '../actions/action.ts';
import { checkPage, checkRequest } from '../actions/bundle-actions.ts';
import { exportNetwork } from '../actions/network-actions.ts';
import { actionOf } from '../actions/registry.ts';
import { alignInBackground } from '../actions/run-actions.ts';
import { alignPair } from '../networks/alignment-run.ts';
import type { RunningApp } from '../app.ts';
import { openBundle } from '../bundle/open.ts';
import { makeBundle } from '../bundle/write.ts';
import { CallQueue } from './call-queue.ts';
import { flag, invalid, listOf, oneOf } from '../../base/check.ts';
import { linkOf } from '../link/share.ts';
import { LONGEST_TITLE, perhapsText } from '../published/published.ts';
import { recompute } from '../published/recompute.ts';
import { PUBLISHABLE_NAMES, type PublishableName } from '../published/schemas/table.ts';
import { endDemonstration } from '../demonstration.ts';
import { fits } from '../data/fits.ts';
import { loadData, measureNetworks, score, settledData } from '../data/loading.ts';
import { importNetwork } from '../networks/files.ts';
import { readFile, storedName, type NamedBlob } from '../data/read-file.ts';
import { makePage } from '../page/page.ts';
import { checkName, checkSplit } from '../schema.ts';
import { jobOptions, readAlignArgument, readDatasetArgument, readImportArgument, readNetworkArgument, readTrainArgument } from './arguments.ts';
import { checkId, given, required, taken } from './reading.ts';
import { figureCalls } from './figure-calls.ts';
import { sceneCalls } from './scene-calls.ts';
import { networkSummary, type DatasetReply, type NetworkSummary } from './replies.ts';
import type { CurrentData } from '../shared-state.ts';
import { firstThree, trainNetworks } from '../networks/training-run.ts';

export type Ridgeline = ReturnType<typeof createScripting>;

/** Builds the object. Calls run one after another; `cancel` alone does not wait. */
export function createScripting(app: RunningApp, version: string) {
  const { session } = app;
  const queue = new CallQueue();
  /** A call in its turn; `changes` ends the demonstration first. Arguments are read in turn, since defaults depend on the data. */
  const job = async <T>(options: unknown, changes: boolean, body: (options: JobOptions & { signal: AbortSignal }) => Promise<T>): Promise<T> => {
    const read = jobOptions(options);
    return queue.run(read.signal, async (signal) => {
      await session.ready;
      await session.opening;
      signal.throwIfAborted();
      if (changes) endDemonstration(session);
      return body({ ...read, signal });
    });
  };
  const fitting = async (ids: Readonly<Record<string, string>>, signal: AbortSignal): Promise<CurrentData> => {
    const current = await settledData(session, signal);
    const records = Object.entries(ids).map(([argument, id]) => ({ argument, record: session.library.get(id, argument) }));
    for (const { argument, record } of records) {
      const { architecture } = record.network;
      if (fits({ architecture }, current.summary)) continue;
      const { inputs, classes } = current.summary;
      throw new RidgelineError(
        'shape-mismatch',
        `${argument}: '${record.name}' (${describeArchitecture(architecture)}; ${architecture.inputs} inputs, ${architecture.classes} classes) does not fit the current data (${inputs} inputs, ${classes} classes). Load the data it was trained on.`,
        { argument, received: record.id },
      );
    }
    checkSameShape(
      records.map(({ record }) => record.network.architecture),
      Object.keys(ids).join(', '),
    );
    return current;
  };
  const summarise = (id: string): NetworkSummary =>
    networkSummary(session.library.get(id), session.store.getState().networks.find((entry) => entry.id === id) ?? null);

  return Object.freeze({
    version,
    backend: () =>
      job(undefined, false, () => {
        const { info } = session.store.getState().backend;
        if (info === null) throw new RidgelineError('backend-failed', 'No backend works in this browser.');
        return Promise.resolve({ name: info.name, device: info.device, software: info.software, simd: info.simd });
      }),
    loadDataset: (argument: unknown, options?: unknown) =>
      job(options, true, async (bag): Promise<DatasetReply> => {
        const spec = readDatasetArgument(argument);
        const summary = await loadData(session, spec, bag);
        return { id: spec.id, inputs: summary.inputs, classes: summary.classes, trainSize: summary.trainSize, testSize: summary.testSize };
      }),
    importDataset: (blob: unknown, argument: unknown, options?: unknown) =>
      job(options, true, async (bag): Promise<DatasetReply> => {
        const { name, scaling, ...choice } = readImportArgument(argument);
        const given = named(blob, name);
        const { sha256, bytes } = await readFile(session, given, { as: 'data', choice: { activation: 'relu' }, named: [] }, bag);
        const file = { name: storedName(given.name), sha256, bytes };
        session.library.keepFile(file);
        const found = await session.client.run('inspectFiles', { files: [{ name: file.name, sha256: file.sha256 }], choice }, bag);
        const spec = found.spec.id === 'file' ? { ...found.spec, scaling } : found.spec;
        const summary = await loadData(session, spec, bag);
        return { id: spec.id, inputs: summary.inputs, classes: summary.classes, trainSize: summary.trainSize, testSize: summary.testSize };
      }),
    train: (argument?: unknown, options?: unknown) =>
      job(options, true, async (bag): Promise<NetworkSummary[]> => {
        const current = await settledData(session, bag.signal);
        const { settings, shares } = readTrainArgument(argument, current.spec);
        session.history.remember('train');
        session.store.setState(({ experiment }) => ({ experiment: { ...experiment, ...settings } }));
        // The settings are drawn in a task of their own.
        await yieldToEventLoop(bag.signal);
        const entries = await trainNetworks(session, { ...settings, shares, roles: firstThree(settings.seeds.length) }, bag);
        alignInBackground(session);
        return entries.map(({ id }) => summarise(id));
      }),
    networks: () =>
      job(undefined, false, async () => {
        await measureNetworks(session);
        return session.store.getState().networks.map(({ id }) => summarise(id));
      }),
    rename: (id: unknown, name: unknown) =>
      job(undefined, true, () => {
        session.library.rename(checkId(id, 'id'), checkName(name, 'name'));
        return Promise.resolve();
      }),
    remove: (id: unknown) =>
      job(undefined, true, async () => {
        await actionOf('remove').run(session, { id: checkId(id, 'id') });
      }),
    importNetwork: (blob: unknown, argument?: unknown) =>
      job(undefined, true, async (bag): Promise<NetworkSummary> => {
        const { name, activation, norm } = readNetworkArgument(argument);
        const file = named(blob, name ?? (blob instanceof File ? blob.name : 'network.safetensors'));
        const { entry } = await importNetwork(session, file, { activation, ...(norm === null ? {} : { norm }) }, bag);
        const current = await settledData(session, bag.signal).catch(() => null);
        bag.signal.throwIfAborted();
        if (current !== null && fits(entry, current.summary))
          session.library.setScores(entry.id, { train: await score(session, entry.id, 'train'), test: await score(session, entry.id, 'test') });
        return summarise(entry.id);
      }),
    exportNetwork: (id: unknown) => job(undefined, false, () => Promise.resolve(exportNetwork(session, checkId(id, 'id')))),
    evaluate: (argument: unknown, options?: unknown) =>
      job(options, false, async (bag) => {
        const value = given(argument, ['network', 'split']);
        const network = required(value, 'network', checkId);
        const split: Split = taken(value, 'split', checkSplit, 'test');
        const { spec: dataset } = await fitting({ network }, bag.signal);
        const { loss, accuracy } = await session.client.run('evaluate', { dataset, network, split }, bag);
        return { loss, accuracy };
      }),
    align: (argument: unknown, options?: unknown) =>
      job(options, true, async (bag) => {
        const { reference, network, choice } = readAlignArgument(argument);
        await fitting({ reference, network }, bag.signal);
        const record = await alignPair(session, { reference, network, choice }, bag);
        const { alignment } = record;
        if (alignment === null) throw new RidgelineError('internal', 'The alignment gave no report.');
        const { distanceBefore, distanceAfter, sweeps, functionChange } = alignment;
        return {
          network: summarise(record.id),
          permutations: alignment.permutations.map((layer) => Array.from(layer)),
          signs: alignment.signs?.map((layer) => Array.from(layer)) ?? null,
          distanceBefore,
          distanceAfter,
          sweeps,
          functionChange,
        };
      }),
    ...figureCalls({ job, tools: { session, fitting } }),
    ...sceneCalls({ job, session }),
    permalink: (argument?: unknown) =>
      job(undefined, false, () => {
        const value = given(argument, ['results', 'figures', 'title'], true);
        const names = taken<readonly PublishableName[] | null>(value, 'figures', listOf(oneOf(PUBLISHABLE_NAMES), 0, PUBLISHABLE_NAMES.length), null);
        return linkOf(session, {
          results: taken(value, 'results', flag, false),
          title: taken(value, 'title', perhapsText(LONGEST_TITLE), ''),
          ...(names === null ? {} : { figures: names }),
        });
      }),
    recompute: () =>
      job(undefined, true, async () => {
        const { figures, networks, missing } = await recompute(session);
        return { differences: { figures, networks, missing } };
      }),
    bundle: (argument?: unknown, options?: unknown) =>
      job(options, false, async (bag): Promise<Blob> => (await makeBundle(session, checkRequest(argument), bag)).file),
    openBundle: (blob: unknown, options?: unknown) =>
      job(options, true, (bag) => openBundle(session, named(blob, blob instanceof File ? blob.name : 'bundle.ridgeline'), bag)),
    page: (argument?: unknown) => job(undefined, false, (): Promise<Blob> => makePage(session, checkPage(argument))),
    setView: (patch: unknown) =>
      job(undefined, true, async () => {
        const action = actionOf('setView');
        await action.run(session, action.check(patch));
      }),
    actions: () => job(undefined, false, () => Promise.resolve(structuredClone(app.actions()))),
    run: (name: unknown, argument?: unknown) =>
      job(undefined, false, async () => {
        const action = actionOf(name as ActionName);
        if (action.edits || name === 'setView') endDemonstration(session);
        return app.run(name as ActionName, argument as never);
      }),
    cancel: (): Promise<void> => {
      endDemonstration(session);
      queue.cancelAll();
      session.jobs.cancelAll();
      return session.trained;
    },
  });
}

/** A blob under a name. */
function named(blob: unknown, name: string): NamedBlob {
  if (blob instanceof Uint8Array || blob instanceof ArrayBuffer) return Object.assign(new Blob([new Uint8Array(blob)]), { name });
  if (!(blob instanceof Blob)) throw invalid('blob', blob, 'a Blob or a File');
  return Object.assign(blob.slice(), { name });
}
