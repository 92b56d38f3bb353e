import { describe, expect, it } from 'vitest';
import { captionLines, withCaption, withKey } from './caption.ts';

describe('the caption of a file', () => {
  it('is broken between its parts only, and loses none', () => {
    const caption = ['A, B: Two moons, 512 train', 'seeds 1,2', 'x'.repeat(150), 'trained by WebAssembly'].join('; ');
    const lines = captionLines(caption);
    expect(lines).toEqual(['A, B: Two moons, 512 train; seeds 1,2', 'x'.repeat(150), 'trained by WebAssembly']);
    expect(lines.join('; ')).toBe(caption);
    expect(captionLines('')).toEqual([]);
  });

  it('has room under the figure, keeps what stands in it, and is text', () => {
    const layout = { margin: { l: 10, b: 40 }, annotations: [{ text: 'kept' }] };
    const told = withCaption(layout, 'my <b>.csv & co');
    expect(told).toMatchObject({
      margin: { l: 10, b: 40 + 17 + 8 },
      annotations: [{ text: 'kept' }, { text: 'my &lt;b&gt;.csv &amp; co', yshift: -40 }],
    });
    expect(withCaption(layout, '')).toBe(layout);
  });

  it('has its legend over the figure', () => {
    expect(withKey({ margin: { t: 12, l: 3 }, showlegend: false })).toEqual({ margin: { t: 46, l: 3 }, showlegend: true });
  });
});
