import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../linalg/random.ts';
import { figureTheme } from '../draw/colours.ts';
import { trueAspect } from '../draw/true-aspect.ts';
import { markTraces, type PlaneMark } from './plane-marks.ts';

const theme = figureTheme('light', false);
const FRAME = { room: { width: 150, height: 150 }, left: -0.25, top: 1.25, unit: 100 };

const mark = (label: string, x: number, y: number): PlaneMark => ({ label, point: { x, y, outOfPlane: 0 }, loss: 0.1 });
const SPANNING = [mark('A', 0, 0), mark('B', 1, 0), mark('C', 0.5, 0.9)];

/** Middles of the lettered discs by their letters, in pixels from (0, 0) of the plane. */
function discs(others: readonly PlaneMark[]): { label: string; x: number; y: number }[] {
  return markTraces(others, SPANNING, FRAME, theme)
    .filter((trace) => trace['mode'] === 'markers+text')
    .map((trace) => ({
      label: (trace['text'] as string[])[0].replaceAll(/<[^>]*>/g, ''),
      x: 100 * (trace['x'] as number[])[0],
      y: 100 * (trace['y'] as number[])[0],
    }));
}

const leaders = (others: readonly PlaneMark[]): number =>
  markTraces(others, SPANNING, FRAME, theme).filter((trace) => trace['mode'] === 'lines+markers').length;

describe('discs on a plane', () => {
  it('stand at their places where there is room, at the edge of the map too', () => {
    const free = [mark("B'", 0.4, 0.4), mark("C'", -0.25, 1.25)];
    expect(leaders(free)).toBe(0);
    expect(discs(free)[0]).toMatchObject({ label: 'B′', x: 40, y: 40 });
  });

  it('stand beside it with a line to it where another disc lies', () => {
    const others = [mark("B'", 0.05, 0.02)];
    expect(leaders(others)).toBe(1);
    const trace = markTraces(others, SPANNING, FRAME, theme)[0];
    expect([(trace['x'] as number[])[1], (trace['y'] as number[])[1]]).toEqual([0.05, 0.02]);
  });

  it('never lie on one another, wherever the networks are', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 200; round++) {
      const others = ["B'", "C'"].map((label) => mark(label, 1.4 * random.uniform() - 0.2, 1.4 * random.uniform() - 0.2));
      const shown = discs(others);
      const [width, close] = [
        theme.fontSize + 6,
        shown.flatMap((a, i) => shown.slice(i + 1).map((b) => Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)))),
      ];
      expect(Math.min(...close)).toBeGreaterThanOrEqual(width);
    }
  });

  it('keep their places outside the window, and without a frame', () => {
    expect(discs([mark("B'", 3, 3)])[0]).toMatchObject({ x: 300, y: 300 });
    expect(markTraces([mark("B'", 0.05, 0.02)], SPANNING, null, theme)).toHaveLength(4);
  });
});

describe('true aspect', () => {
  it.each([
    [{ width: 400, height: 200 }, [0, 1], [0, 1]],
    [{ width: 200, height: 400 }, [-0.25, 1.25], [-0.25, 1.1]],
    [{ width: 300, height: 300 }, [0, 3], [2, 3]],
  ] as const)('a unit is as long both ways in %o', (room, x, y) => {
    const aspect = trueAspect(room, x, y);
    const [across, along] = [((aspect.x[1] - aspect.x[0]) * room.width) / (x[1] - x[0]), ((aspect.y[1] - aspect.y[0]) * room.height) / (y[1] - y[0])];
    expect(across).toBeCloseTo(along, 9);
    expect(across).toBeCloseTo(aspect.unit, 9);
    expect(aspect.x[0] + aspect.x[1]).toBeCloseTo(1, 12);
    expect(Math.max(aspect.x[1] - aspect.x[0], aspect.y[1] - aspect.y[0])).toBeCloseTo(1, 12);
  });
});
