import { describe, expect, it } from 'vitest';
import type { Figure } from './figure.ts';
import { spotsOf } from './spots.ts';

const figure = (data: Figure['data'], layout: object = {}): Figure => ({ data, layout: { shapes: [], annotations: [], ...layout }, surface: false });

describe('spotsOf', () => {
  it('has the words of every point, without marks, names as they are', () => {
    const trace = { type: 'scatter', x: [0, 1], y: [2, 3], hoverinfo: 'text', text: ['<b>one</b><br>2 &lt;b&gt;', ''], xaxis: 'x2', yaxis: 'y2' };
    expect(spotsOf(figure([trace]))).toEqual([{ axes: ['x2', 'y2'], x: 0, y: 2, text: 'one\n2 <b>' }]);
  });

  it('fills templates, and says where on the way a value stands', () => {
    const trace = {
      type: 'scatter',
      x: [0.25, 0.5],
      y: [2, null],
      customdata: ['2.00', '3.00'],
      hovertemplate: 'naive, test %{customdata}<extra></extra>',
    };
    const layout = { hovermode: 'x unified', xaxis: { title: { text: 'α, from A (0) to B (1)' } } };
    expect(spotsOf(figure([trace], layout))).toEqual([{ axes: ['x', 'y'], x: 0.25, y: 2, text: 'α = 0.25: naive, test 2.00' }]);
  });

  it('has the cells of a heatmap, but those without words', () => {
    const trace = { type: 'heatmap', x: [0, 1], y: ['layer 1'], z: [[1, 2]], hoverinfo: 'text', hovertext: [['', 'b']] };
    expect(spotsOf(figure([trace]))).toEqual([{ axes: ['x', 'y'], x: 1, y: 'layer 1', text: 'b' }]);
  });

  it('leaves out what tells nothing, and adds what the figure itself says of its map', () => {
    const quiet = { type: 'scatter', x: [0], y: [0], hoverinfo: 'skip', text: ['no'] };
    const map: Figure = { ...figure([quiet]), cells: () => [{ x: 0.5, y: 1, text: 'loss 0.1' }] };
    expect(spotsOf(map)).toEqual([{ axes: ['x', 'y'], x: 0.5, y: 1, text: 'loss 0.1' }]);
  });
});
