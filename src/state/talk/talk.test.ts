import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakePage, quiet, until, type FakePage } from '../../testing/fake-page.ts';
import { advanced, alphaAt, commonEpochs, stepped } from './play.ts';
import { playedNetwork, reached } from './played.ts';
import { readChannelName } from './channel-name.ts';
import { checkMessage, joinSpeakerChannel, type SpeakerMessage } from './speaker-channel.ts';
import { type Play, playedEpoch } from './talk-state.ts';

const PLAY: Play = { kind: 'path', running: true, speed: 'normal', loop: false, at: 0, epochs: [], recorded: {} };

async function trained(options: Parameters<typeof fakePage>[0] = {}): Promise<FakePage> {
  const page = fakePage({ hash: '#v=1&data=moons&len=14', ...options });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  await page.app.run('train');
  await quiet(page);
  return page;
}

describe('what plays', () => {
  it('goes from A to B and back, by its speed, again where it loops', () => {
    expect([0, 0.25, 0.5, 0.75, 1].map(alphaAt)).toEqual([0, 0.5, 1, 0.5, 0]);
    expect(advanced({ ...PLAY, speed: 'fast' }, 1000, false)).toBeCloseTo(2 * (advanced(PLAY, 1000, false) ?? 0));
    expect(advanced({ ...PLAY, at: 0.99 }, 1000, false)).toBeNull();
    expect(advanced({ ...PLAY, at: 0.99, loop: true }, 1000, false)).toBeCloseTo(0.09);
  });

  it('takes steps where less motion is wanted', () => {
    expect([0, 0.1, 0.13, 0.5, 0.99].map((at) => stepped({ ...PLAY, at }, true))).toEqual([0, 0, 0.125, 0.5, 0.875]);
    expect(stepped({ ...PLAY, kind: 'matching', at: 0.6 }, true)).toBe(0);
    expect(stepped({ ...PLAY, kind: 'matching', at: 1 }, true)).toBe(1);
  });

  it('shows recorded epochs only', () => {
    const at = (share: number): number | null => playedEpoch({ play: { ...PLAY, kind: 'training', at: share, epochs: [0, 5, 10, 20] } });
    expect([0, 0.24, 0.25, 0.6, 1].map(at)).toEqual([0, 0, 5, 10, 20]);
    expect([0, 4, 5, 19, 20, 99].map((epoch) => reached([0, 5, 20], epoch))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(reached([3, 5], 1)).toBe(0);
    expect(reached([], 1)).toBe(-1);
    expect(commonEpochs([[0, 5, 10], [0, 10, 20], [7]])).toEqual([0, 10]);
    expect(
      commonEpochs([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([]);
    expect(commonEpochs([])).toEqual([]);
  });

  it('moves α by frames, pauses, and ends where α is taken in hand', async () => {
    const frames: ((time: number) => void)[] = [];
    const page = await trained({ motion: { reduced: () => false, frame: (callback) => (frames.push(callback), () => undefined) } });
    const alpha = (): unknown => page.app.getState().view.probe;
    await page.app.run('probe', { kind: 'path', path: 'aligned', alpha: 0 });
    await page.app.run('play');
    for (let time = 0; time <= 1000; time += 100) frames.pop()?.(time);
    expect(alpha()).toEqual({ kind: 'path', path: 'aligned', alpha: 0.2 });
    await page.app.run('play');
    frames.pop()?.(2000);
    expect(alpha()).toEqual({ kind: 'path', path: 'aligned', alpha: 0.2 });
    expect(page.app.getState().play).toMatchObject({ kind: 'path', running: false });
    await page.app.run('changePlay', { at: 0.5 });
    expect(alpha()).toEqual({ kind: 'path', path: 'aligned', alpha: 1 });
    await page.app.run('probe', { kind: 'path', path: 'aligned', alpha: 0.9 });
    expect(page.app.getState().play).toBeNull();
  });

  it('probes the checkpoint of the epoch that is shown', async () => {
    const page = await trained({ motion: { reduced: () => false, frame: () => () => undefined } });
    const { app, client } = page;
    await app.run('play', { kind: 'training' });
    const { play, roles } = app.getState();
    expect(play?.epochs.length).toBeGreaterThan(1);
    expect(app.getState().view.plane.trajectories).toBe(true);
    const shown = playedNetwork(app.getState(), app.session.library);
    expect(shown).toMatchObject({ id: roles.A, checkpoint: { epoch: play?.epochs[0] } });
    await quiet(page);
    const asked = client.asked.filter(({ name }) => name === 'probe').at(-1);
    expect(asked).toMatchObject({ request: { place: { kind: 'network', network: `${String(roles.A)}@${String(play?.epochs[0])}` } } });
    await app.run('endPlay');
    await quiet(page);
    expect(client.asked.filter(({ name }) => name === 'probe').at(-1)).toMatchObject({ request: { place: { kind: 'path' } } });
  });

  it('says why it cannot', async () => {
    const page = fakePage({ hash: '#v=1&data=moons&len=14' });
    onTestFinished(() => page.app.close());
    await page.app.start();
    await quiet(page);
    await expect(page.app.run('play')).rejects.toThrow(/Choose networks as A and B first/);
  });
});

describe('the speaker’s channel', () => {
  it('hears nothing that is no message', () =>
    fc.assert(
      fc.property(fc.anything(), (value) => {
        try {
          checkMessage(value, 'message');
        } catch (error) {
          expect((error as Error).name).toBe('RidgelineError');
        }
      }),
    ));

  it('knows only names that it wrote', () => {
    expect(readChannelName('0123456789ab')).toBe('0123456789ab');
    for (const name of [null, '', '0123456789abc', '0123456789aB', '../evil']) expect(readChannelName(name)).toBeNull();
  });

  it('tells what is shown and does what is asked', async () => {
    const addresses: string[] = [];
    const page = await trained({ openWindow: (address) => addresses.push(address) > 0 });
    await page.app.run('addScene', { title: 'One', note: 'Say hello.' });
    await page.app.run('addScene', { title: 'Two', note: 'Say more.' });
    await page.app.run('present', { on: true });
    await page.app.run('showScene', { index: 0 });
    await page.app.run('openSpeakerView');
    const name = readChannelName(new URLSearchParams(addresses[0]).get('speaker')) ?? '';
    const heard: SpeakerMessage[] = [];
    const channel = joinSpeakerChannel(name, (message) => heard.push(message));
    onTestFinished(() => channel?.close());
    channel?.send({ kind: 'ask', what: 'state' });
    await until(() => heard.length > 0);
    expect(heard.at(-1)).toMatchObject({ at: 0, of: 2, title: 'One', note: 'Say hello.', nextTitle: 'Two', presenting: true });
    channel?.send({ kind: 'ask', what: 'next' });
    await until(() => page.app.getState().talk.at === 1);
    await until(() => (heard.at(-1) as { title?: string }).title === 'Two');
    channel?.send({ kind: 'ask', what: 'next' });
    page.app.close();
    await until(() => heard.at(-1)?.kind === 'end');
    expect(page.app.getState().talk.at).toBe(1);
  });
});
