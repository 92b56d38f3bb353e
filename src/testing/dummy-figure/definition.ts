/** A figure that only a test adds to the table: the definition. */
import { numberIn } from '../../base/check.ts';
import { choiceSetting, numberSetting, type Settings } from '../../base/setting.ts';
import { figureCall, pairOf, PAIR_KEYS } from '../../state/figures/call.ts';
import type { FollowingFigure } from '../../state/figures/definition.ts';
import { computePair, pairKey, type OfPair } from '../../state/figures/pair-figure.ts';
import { given, taken } from '../../state/scripting/reading.ts';
import { parameterGap } from './recipe.ts';

export interface DummyView {
  readonly power: number;
  readonly scale: 'linear' | 'log';
}

export interface Gap {
  readonly gap: number;
}

const SETTINGS: Settings<DummyView> = {
  power: numberSetting({ label: 'Power', link: 'dummy.power', explanation: 'Of each gap.', standard: 1, min: 1, max: 4, whole: true }),
  scale: choiceSetting<DummyView['scale']>({
    label: 'Scale',
    link: 'dummy.scale',
    explanation: 'Of the axis.',
    standard: 'linear',
    choices: { linear: 'linear', log: 'logarithmic' },
  }),
};

const CALL = figureCall('gap', ({ session }, argument) => {
  const value = given(argument, [...PAIR_KEYS, 'power']);
  const { a, b } = pairOf(value);
  const [first, second] = [session.library.get(a, 'a'), session.library.get(b, 'b')];
  return Promise.resolve({ gap: parameterGap(first.network, second.network, taken(value, 'power', numberIn(1, 4), 1)) });
});

export const DUMMY: FollowingFigure<DummyView, OfPair<Gap>, typeof CALL> = {
  kind: 'follows',
  words: { tab: 'Gap', title: 'Gap of the parameters', status: 'gap', term: 'interpolation', reading: 'How far A and B lie apart.' },
  settings: SETTINGS,
  urgency: 1,
  key: (inputs) => pairKey(inputs, inputs.settings.power),
  compute: (context, show) =>
    computePair<Gap>(context, ({ a, b }) => Promise.resolve({ gap: parameterGap(a.network, b.network, context.settings.power) }), show),
  sentence: ({ result }) => (result?.naive == null ? null : `A and B lie ${result.naive.gap} apart.`),
  advice: '',
  ends: () => null,
  call: CALL,
};
