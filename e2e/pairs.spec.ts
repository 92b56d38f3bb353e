/** Pairs on halves of the data, and runs that come as files: as a person gets them. */
import { messages, networkRows, drop } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

test('a pair on halves of the data trains from the link that names it', async ({ page }) => {
  await page.goto('?backend=wasm#v=1&data=moons&A=1&A.share=random:1:1&B=1/2&B.share=random:2:1&epochs=20');
  await ready(page);
  await expect(networkRows(page)).toContainText(['half 1 of 2, seed 1', 'half 2 of 2, seed 1/2']);
  await expect(page).toHaveURL(/A\.share=random:1:1.*B\.share=random:2:1/);
});

test('checkpoints of two runs, dropped together, become A and B', async ({ page }) => {
  await page.goto('?backend=wasm#v=1&data=moons&len=14');
  await ready(page);
  const trained = await call<{ id: string }[]>(page, 'train', { architecture: { hidden: [4] }, training: { epochs: 1 }, seeds: [1, 2, 3, 4] });
  const bytes = await page.evaluate(
    async (ids) => {
      const api = (window as unknown as { ridgeline: { exportNetwork(id: string): Promise<Blob> } }).ridgeline;
      return Promise.all(ids.map(async (id) => Array.from(new Uint8Array(await (await api.exportNetwork(id)).arrayBuffer()))));
    },
    trained.map(({ id }) => id),
  );
  const names = ['a_epoch0', 'a_epoch10', 'b_epoch0', 'b_epoch10'];
  await drop(
    page,
    names.map((name, i) => ({ name: `${name}.safetensors`, bytes: Uint8Array.from(bytes[i]) })),
  );
  await expect(messages(page)).toContainText("2 checkpoints of 'a', epochs 0 to 10");
  await expect(networkRows(page).nth(0)).toContainText(/A.*a/);
  await expect(networkRows(page).nth(1)).toContainText(/B.*b/);
  await expect(page).toHaveURL(/A=file:a_epoch10\.safetensors.*B=file:b_epoch10\.safetensors/);
});
