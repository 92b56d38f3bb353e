import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../linalg/random.ts';
import { type Box, crosses, overlap, placeLabels, type Point, textExtents } from './label-places.ts';

const room = { width: 300, height: 160 };

describe('a segment and a box', () => {
  const box: Box = { x: 10, y: 10, width: 4, height: 2 };

  it.each([
    ['through it', { x: 0, y: 10 }, { x: 20, y: 10 }, true],
    ['inside it', { x: 9, y: 10 }, { x: 11, y: 10.5 }, true],
    ['past its corner', { x: 7, y: 8 }, { x: 9, y: 12 }, true],
    ['beside it', { x: 0, y: 12 }, { x: 20, y: 12 }, false],
    ['short of it', { x: 0, y: 10 }, { x: 7, y: 10 }, false],
    ['along its edge', { x: 0, y: 11 }, { x: 20, y: 11 }, false],
    ['upright beside it', { x: 13, y: 0 }, { x: 13, y: 20 }, false],
  ] as const)('%s', (_, from, to, expected) => {
    expect(crosses(box, from, to)).toBe(expected);
    expect(crosses(box, to, from)).toBe(expected);
  });
});

describe('labels', () => {
  it('take the first place that is free', () => {
    const label = {
      width: 40,
      height: 20,
      spots: [
        { x: 100, y: 80 },
        { x: 150, y: 80 },
        { x: 200, y: 80 },
      ],
    };
    const nothing = { room, marks: [], lines: [] };
    expect(placeLabels([label], nothing)[0]).toMatchObject({ x: 100 });
    expect(placeLabels([label, label], nothing).map((box) => box?.x)).toEqual([100, 150]);
    expect(placeLabels([label], { ...nothing, marks: [{ x: 90, y: 80, width: 4, height: 4 }] })[0]).toMatchObject({ x: 150 });
    expect(
      placeLabels([label], {
        ...nothing,
        lines: [
          [
            { x: 0, y: 80 },
            { x: 160, y: 80 },
          ],
        ],
      })[0],
    ).toMatchObject({ x: 200 });
  });

  it('have none where no room is left, and never stick out', () => {
    const nothing = { room, marks: [], lines: [] };
    expect(placeLabels([{ width: 40, height: 20, spots: [{ x: 10, y: 80 }] }], nothing)).toEqual([null]);
    expect(placeLabels([{ width: 40, height: 20, spots: [] }], nothing)).toEqual([null]);
    expect(placeLabels([{ width: 400, height: 20, spots: [{ x: 150, y: 80 }] }], nothing)).toEqual([null]);
  });

  it('pass over what is not finite', () => {
    const lines = [
      [
        { x: 0, y: 80 },
        { x: NaN, y: NaN },
        { x: 300, y: 80 },
      ],
    ];
    expect(
      placeLabels(
        [
          {
            width: 40,
            height: 20,
            spots: [
              { x: NaN, y: 80 },
              { x: 150, y: 80 },
            ],
          },
        ],
        { room, marks: [], lines },
      )[0],
    ).toMatchObject({ x: 150 });
  });

  it('meet no other label, no mark and no line, whatever is drawn', () => {
    const random = seededRandom(7);
    const point = (): Point => ({ x: random.uniform() * room.width, y: random.uniform() * room.height });
    let placed = 0;
    for (let round = 0; round < 300; round++) {
      const labels = Array.from({ length: 4 }, () => ({
        ...textExtents('barrier 0.123', 8 + 8 * random.uniform(), 2),
        spots: Array.from({ length: 12 }, point),
      }));
      const marks = Array.from({ length: 3 }, () => ({ ...point(), width: 20, height: 20 }));
      const lines = [Array.from({ length: 4 }, point)];
      const boxes = placeLabels(labels, { room, marks, lines }).filter((box) => box !== null);
      placed += boxes.length;
      const meetings = boxes.flatMap((box, i) => [...marks, ...boxes.slice(i + 1)].filter((other) => overlap(box, other)));
      expect(meetings).toEqual([]);
      // Densely sampled points of the line: an independent look.
      const sampled = lines[0].slice(1).flatMap((to, k) =>
        Array.from({ length: 201 }, (_, t) => {
          const from = lines[0][k];
          return { x: from.x + ((to.x - from.x) * t) / 200, y: from.y + ((to.y - from.y) * t) / 200 };
        }),
      );
      const inside = (box: Box, { x, y }: Point): boolean =>
        Math.abs(x - box.x) < box.width / 2 - 1e-9 && Math.abs(y - box.y) < box.height / 2 - 1e-9;
      expect(boxes.filter((box) => sampled.some((point) => inside(box, point)))).toEqual([]);
    }
    expect(placed).toBeGreaterThan(100);
  });
});
