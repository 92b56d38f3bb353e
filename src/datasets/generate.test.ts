import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close.ts';
import { defaultDatasetSpec } from './dataset-defaults.ts';
import type { Dataset } from './dataset.ts';
import { generateDataset } from './generate.ts';
import type { GeneratedSpec } from './spec.ts';
import { summarizeDataset } from './summary.ts';

const IDS: readonly GeneratedSpec['id'][] = ['moons', 'circles', 'spirals', 'glyphs'];
const spec = (id: GeneratedSpec['id'], patch: Partial<GeneratedSpec> = {}): GeneratedSpec => ({ ...defaultDatasetSpec(id), ...patch });

/** All examples of both splits: [row, class]. */
function rows(dataset: Dataset): { values: number[]; label: number }[] {
  return [dataset.train, dataset.test].flatMap(({ x, y, inputs }) =>
    Array.from(y, (label, i) => ({ values: [...x.subarray(i * inputs, (i + 1) * inputs)], label })),
  );
}

describe.each(IDS)('generateDataset, %s', (id) => {
  it('gives the same bits for the same spec, others for another seed', () => {
    const first = generateDataset(spec(id, { trainSize: 60, testSize: 20, seed: 7 }));
    expect(generateDataset(spec(id, { trainSize: 60, testSize: 20, seed: 7 }))).toEqual(first);
    expect(generateDataset(spec(id, { trainSize: 60, testSize: 20, seed: 8 })).train.x).not.toEqual(first.train.x);
  });

  it('makes train and test at once: moving the border between them moves no example', () => {
    const early = generateDataset(spec(id, { trainSize: 30, testSize: 50 }));
    const late = generateDataset(spec(id, { trainSize: 50, testSize: 30 }));
    expect(rows(early)).toEqual(rows(late));
    expect([early.train.count, early.test.count]).toEqual([30, 50]);
  });

  it('holds every class in equal parts, shuffled, and finite values', () => {
    const dataset = generateDataset(spec(id, { trainSize: 120, testSize: 120 }));
    const all = rows(dataset);
    const counts = Array.from({ length: dataset.classes }, (_, label) => all.filter((row) => row.label === label).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(dataset.classNames).toHaveLength(dataset.classes);
    expect(new Set(dataset.train.y).size).toBe(dataset.classes);
    expect(all.every(({ values }) => values.length === dataset.inputs && values.every(Number.isFinite))).toBe(true);
    const summary = summarizeDataset(dataset);
    expect(summary).toMatchObject({ name: dataset.name, inputs: dataset.inputs, trainSize: 120, testSize: 120 });
    expect(Object.keys(summary)).not.toContain('train');
  });
});

describe('point data without noise', () => {
  it('two moons are the half circles of scikit-learn, t even on [0, π]', () => {
    // sklearn.datasets.make_moons(5, shuffle=False), by its formula: 2 outer points, 3 inner.
    const all = rows(generateDataset(spec('moons', { trainSize: 3, testSize: 2, noise: 0 })));
    const expected = [
      { values: [1, 0], label: 0 },
      { values: [-1, 0], label: 0 },
      { values: [0, 0.5], label: 1 },
      { values: [1, -0.5], label: 1 },
      { values: [2, 0.5], label: 1 },
    ];
    for (const { values, label } of expected) {
      const found = all.filter((row) => row.label === label && Math.hypot(row.values[0] - values[0], row.values[1] - values[1]) < 1e-6);
      expect(found, `class ${label} at ${values.join(', ')}`).toHaveLength(1);
    }
  });

  it('circles have radius 1 and ½', () => {
    for (const { values, label } of rows(generateDataset(spec('circles', { noise: 0 })))) {
      expectClose([Math.hypot(...values)], [label === 0 ? 1 : 0.5], 1e-6, 0);
    }
  });

  it('spirals: an arm turned by 2π/arms lies on the next', () => {
    const arms = 4;
    const all = rows(generateDataset(spec('spirals', { trainSize: 40, testSize: 40, noise: 0, arms })));
    const arm = (label: number) => all.filter((row) => row.label === label).sort((a, b) => Math.hypot(...a.values) - Math.hypot(...b.values));
    for (let label = 0; label + 1 < arms; label++) {
      const turned = arm(label).flatMap(({ values: [x, y] }) => [-y, x]);
      expectClose(
        arm(label + 1).flatMap(({ values }) => values),
        turned,
        1e-5,
        1e-5,
      );
    }
  });

  it('noise has the deviation asked for', () => {
    const size = { trainSize: 4000, testSize: 4000 };
    const clean = generateDataset(spec('circles', { ...size, noise: 0 })).train.x;
    const noisy = generateDataset(spec('circles', { ...size, noise: 0.3 })).train.x;
    const differences = Array.from(noisy, (value, i) => value - clean[i]);
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    const deviation = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length);
    // 8000 draws: the deviation's standard error is 0.3/√16000 = 0.0024.
    expectClose([mean, deviation], [0, 0.3], 0, 0.012);
  });
});

describe('glyphs', () => {
  it('standardise every pixel as asked, and say how, so that pictures can be drawn', () => {
    const scaling = { mean: 0.25, deviation: 0.5 };
    const plain = generateDataset(spec('glyphs', { trainSize: 20, testSize: 5 }));
    const scaled = generateDataset(spec('glyphs', { trainSize: 20, testSize: 5, scaling }));
    for (const split of ['train', 'test'] as const)
      expectClose(
        scaled[split].x,
        Array.from(plain[split].x, (value) => (value - 0.25) / 0.5),
        1e-6,
        1e-7,
      );
    expect([plain.scaling, scaled.scaling]).toEqual([{ mean: 0, deviation: 1 }, scaling]);
  });

  it('are inked images in [0, 1], of 16 x 16', () => {
    const dataset = generateDataset(spec('glyphs', { trainSize: 300, testSize: 10, noise: 0 }));
    expect(dataset.shape).toEqual({ kind: 'image', height: 16, width: 16, channels: 1, order: 'channels-last' });
    expect(dataset.train.x.every((value) => value >= 0 && value <= 1)).toBe(true);
    for (const { values } of rows(dataset)) {
      const ink = values.reduce((sum, value) => sum + value, 0);
      expect(ink).toBeGreaterThan(6);
      expect(ink).toBeLessThan(160);
    }
  });

  it('keep their strokes when noise is added', () => {
    const clean = generateDataset(spec('glyphs', { trainSize: 20, testSize: 2, noise: 0 }));
    const noisy = generateDataset(spec('glyphs', { trainSize: 20, testSize: 2, noise: 0.05 }));
    expect(noisy.train.y).toEqual(clean.train.y);
    expectClose(noisy.train.x, clean.train.x, 0, 0.3);
  });
});
