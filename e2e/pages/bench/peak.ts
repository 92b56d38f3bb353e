/** The device's peak as a plain loop of multiply-adds reaches it: sixteen independent vectors a thread, no memory but the last write. */

const CHAINS = 16;
const THREADS = 64;
const CODE = `
@group(0) @binding(0) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(1) var<uniform> s: vec4u;
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let b = vec4f(f32(s.y) * 0.999);
  let c = vec4f(f32(id.x & 7u) * 1e-3);
${Array.from({ length: CHAINS }, (_, k) => `  var a${k} = c + vec4f(${k}.0);`).join('\n')}
  for (var i = 0u; i < s.x; i++) {
${Array.from({ length: CHAINS }, (_, k) => `    a${k} = fma(a${k}, b, c);`).join('\n')}
  }
  y[id.x] = ${Array.from({ length: CHAINS }, (_, k) => `a${k}`).join(' + ')};
}`;

/** GFLOP/s, two operations a multiply-add: the best of five dispatches, each lengthened until it takes 20 ms. */
export async function measurePeak(device: GPUDevice): Promise<number> {
  const groups = 4096;
  const y = device.createBuffer({ size: groups * THREADS * 16, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const shape = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const pipeline = device.createComputePipeline({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: CODE }), entryPoint: 'main' },
  });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [y, shape].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const run = async (steps: number, wide: number): Promise<number> => {
    device.queue.writeBuffer(shape, 0, Uint32Array.of(steps, 1, 0, 0));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(wide);
    pass.end();
    await device.queue.onSubmittedWorkDone();
    const start = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - start;
  };
  try {
    let steps = 16;
    let wide = 16;
    for (let ms = await run(steps, wide); ms < 20 && (wide < groups || steps < 65_536); ms = await run(steps, wide)) {
      if (wide < groups) wide = Math.min(groups, wide * 4);
      else steps *= 2;
    }
    let best = Infinity;
    for (let repeat = 0; repeat < 5; repeat++) best = Math.min(best, await run(steps, wide));
    return (2 * 4 * CHAINS * steps * wide * THREADS) / best / 1e6;
  } finally {
    y.destroy();
    shape.destroy();
  }
}
