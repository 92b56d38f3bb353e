/**
 * WGSL kernels for the loss: of logits in memory, and of the output layer and its loss in one pass, the logits in registers. Cross-entropy
 * is summed over LOSS_QUADS quads a thread: result[result + p·threads + t] = (loss, right, not finite, 0). Finiteness is read from the bits,
 * since compilers may assume there is no NaN. Ties go to the lowest class.
 */
import { readNormalised, type Normalised } from './normalisation.ts';
import { SHAPE, WORKGROUP } from './shape.ts';

/** Example quads that one thread adds up, in order. */
export const LOSS_QUADS = 8;
/** Outputs whose sums one thread holds at once; beyond them logits go through memory. */
export const HEAD_OUTPUTS = 12;

/** One example of a logistic output with logit z0. */
const LOGISTIC = `
      if (infinite(z0)) { bad += 1; continue; }
      let against = select(z0, -z0, label == 1);
      let u = exp(-abs(z0));
      let w = 1 + u;
      loss += max(against, 0) + log(w) + (u - (w - 1)) / w;
      right += select(0.0, 1.0, (z0 > 0) == (label == 1));`;

/** The thread's quads q, prepared by `prepare`; `each` adds component k of an example with its label. */
function summed(buffers: string, prepare: string, each: string): string {
  return `${SHAPE}
${buffers}
@group(0) @binding(5) var<storage, read_write> result: array<vec4f>;
fn infinite(v: f32) -> bool { return (bitcast<u32>(v) & 0x7f800000u) == 0x7f800000u; }
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let threads = (s.quads + ${LOSS_QUADS - 1}) / ${LOSS_QUADS};
  if (id.x >= threads) { return; }
  var loss = 0.0;
  var right = 0.0;
  var bad = 0.0;
  for (var n = 0u; n < ${LOSS_QUADS}; n++) {
    let q = n * threads + id.x;
    if (q >= s.quads) { break; }
${prepare}
    for (var k = 0u; k < 4; k++) {
      if (4 * q + k >= s.valid) { break; }
      let label = labels[4 * q + k];${each}
    }
  }
  result[s.result + id.y * threads + id.x] = vec4f(loss, right, bad, 0);
}`;
}

/** Of logits z [points][outputs][quads]. */
export function lossKernel(logistic: boolean): string {
  const many = `
      var best = z[start + q][k];
      var index = 0u;
      var sound = !infinite(best);
      for (var j = 1u; j < s.outputs; j++) {
        let v = z[start + j * s.quads + q][k];
        sound = sound && !infinite(v);
        if (v > best) { best = v; index = j; }
      }
      if (!sound) { bad += 1; continue; }
      var sum = 0.0;
      for (var j = 0u; j < s.outputs; j++) { sum += exp(z[start + j * s.quads + q][k] - best); }
      loss += log(sum) + (best - z[start + label * s.quads + q][k]);
      right += select(0.0, 1.0, index == label);`;
  const buffers = `@group(0) @binding(1) var<storage, read> z: array<vec4f>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;`;
  return summed(buffers, '    let start = id.y * s.outputs * s.quads;', logistic ? `\n      let z0 = z[start + q][k];${LOGISTIC}` : many);
}

/**
 * Of the output layer on activations x [points][inputs][quads]; outputs up to HEAD_OUTPUTS, 1 is a logistic one.
 * @param reads where x waits for its normalisation
 */
export function headKernel(outputs: number, reads: Normalised | null): string {
  const each = (line: (j: number) => string, from = 0): string => Array.from({ length: outputs - from }, (_, n) => line(from + n)).join('\n');
  const many = `
      var best = a0[k];
      var index = 0u;
      var sound = !infinite(best);
      var own = a0[k];
${each((j) => `      let v${j} = a${j}[k]; sound = sound && !infinite(v${j}); if (v${j} > best) { best = v${j}; index = ${j}u; } if (label == ${j}u) { own = v${j}; }`, 1)}
      if (!sound) { bad += 1; continue; }
      var sum = exp(a0[k] - best);
${each((j) => `      sum += exp(v${j} - best);`, 1)}
      loss += log(sum) + (best - own);
      right += select(0.0, 1.0, index == label);`;
  const buffers = `@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> params: array<f32>;
@group(0) @binding(3) var<storage, read> labels: array<u32>;
${reads === null ? '' : readNormalised(reads)}`;
  const prepare = `${reads === null ? '' : '    let m = momentsOf(id.y, q);'}
    let base = id.y * s.parameterStride;
${each((j) => `    var a${j} = vec4f(params[base + s.bias + ${j}]);`)}
    var at = id.y * s.inputStride + q;
    var row = base + s.weight;
    for (var i = 0u; i < s.inputs; i++) {
      let v = ${reads === null ? 'x[at]' : 'normalised(x[at], i, id.y, m)'};
${each((j) => `      a${j} += params[row + ${j}] * v;`)}
      at += s.quads;
      row += ${outputs};
    }`;
  return summed(buffers, prepare, outputs === 1 ? `\n      let z0 = a0[k];${LOGISTIC}` : many);
}
