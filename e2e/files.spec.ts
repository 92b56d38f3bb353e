import { gzipSync } from 'node:zlib';
import { drop, figure, importAsRead, messages, networkRows, start, trainSmall } from './screen.ts';
import { expect, test } from './support.ts';

const text = (content: string): Uint8Array => Buffer.from(content);
const idx = (count: number): Buffer => {
  const head = Buffer.alloc(16);
  [2051, count, 28, 28].forEach((value, i) => head.writeUInt32BE(value, 4 * i));
  return Buffer.concat([head, Buffer.alloc(count * 784, 7)]);
};
const labels = (count: number): Buffer => {
  const head = Buffer.alloc(8);
  [2049, count].forEach((value, i) => head.writeUInt32BE(value, 4 * i));
  return Buffer.concat([head, Buffer.from(Array.from({ length: count }, (_, i) => i % 10))]);
};

const BAD: readonly { what: string; name: string; bytes: Uint8Array; says: readonly RegExp[] }[] = [
  {
    what: 'a truncated gz',
    name: 'train-images-idx3-ubyte.gz',
    bytes: gzipSync(idx(500)).subarray(0, 40),
    says: [/train-images-idx3-ubyte\.gz/, /truncated|ends|cut|damaged/i],
  },
  {
    what: 'a wrong magic number',
    name: 'odd-images-idx3-ubyte',
    bytes: Buffer.concat([Buffer.from([9, 9, 9, 9]), idx(20).subarray(4)]),
    says: [/odd-images-idx3-ubyte/, /read|magic/i],
  },
  { what: 'not a number', name: 'hole.csv', bytes: text('x,y,label\n1,2,a\n3,NaN,b\n5,6,a\n'), says: [/hole\.csv/, /row 3/, /column (2|'?y'?)/i] },
  { what: 'one class', name: 'same.csv', bytes: text('x,y,label\n1,2,a\n3,4,a\n'), says: [/same\.csv/, /class/] },
  { what: 'ragged rows', name: 'ragged.csv', bytes: text('x,y,label\n1,2,a\n3,b\n'), says: [/ragged\.csv/, /row 3/, /2.+3|3.+2/] },
  { what: 'images without labels', name: 'lonely-images-idx3-ubyte', bytes: idx(20), says: [/lonely-images-idx3-ubyte/, /label/] },
  {
    what: 'nothing that is known',
    name: 'holiday.jpg',
    bytes: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(64, 1)]),
    says: [/holiday\.jpg/],
  },
];

test('a bad file is refused with a message that names file, place and rule; a good one trains', async ({ page }) => {
  await start(page);
  for (const { what, name, bytes, says } of BAD) {
    await test.step(what, async () => {
      await drop(page, [{ name, bytes }]);
      const alert = messages(page).getByRole('alert').filter({ hasText: name });
      for (const pattern of says) await expect(alert).toContainText(pattern);
      await expect(page.getByRole('contentinfo')).toContainText('512 train, 512 test');
      await alert.getByRole('button', { name: 'Dismiss' }).click();
      await expect(alert).toHaveCount(0);
    });
  }
  await test.step('one bad file beside a good one', async () => {
    await drop(page, [
      { name: 'train-images-idx3-ubyte', bytes: idx(30) },
      { name: 'train-labels-idx1-ubyte', bytes: labels(29) },
    ]);
    await expect(messages(page).getByRole('alert').last()).toContainText(/30.+29|29.+30/);
  });
  await test.step('a good CSV', async () => {
    const rows = Array.from({ length: 80 }, (_, i) => `${Math.cos(i)},${Math.sin(2 * i)},${i % 2 === 0 ? 'even' : 'odd'}`);
    await drop(page, [{ name: 'mine.csv', bytes: text(`u,v,parity\n${rows.join('\n')}\n`) }]);
    await importAsRead(page);
    await expect(page.getByRole('contentinfo')).toContainText(/mine\.csv · 80 train, 80 test/);
    await trainSmall(page, { epochs: '3', widths: '8' });
    await expect(networkRows(page)).toHaveCount(5, { timeout: 60_000 });
    await expect(figure(page, 'Probe').getByRole('img', { name: 'Decision regions of the probe with the examples' })).toBeVisible();
  });
});

test('a gzip file of two members, with decimal commas, is read whole, and the page says how', async ({ page }) => {
  await start(page);
  const rows = (from: number): Buffer => Buffer.from(Array.from({ length: 40 }, (_, i) => `${i},5;${-i},25;${(i + from) % 2}\n`).join(''));
  await drop(page, [{ name: 'german.csv.gz', bytes: Buffer.concat([gzipSync(rows(0)), gzipSync(rows(1))]) }]);
  await importAsRead(page);
  await expect(page.getByRole('contentinfo')).toContainText(/german\.csv\.gz · 80 train, 80 test/);
  await expect(messages(page)).toContainText('Commas in numbers were read as decimal points: 1,5 is 1.5.');
  await expect(messages(page)).toContainText('The first examples: 0.500, ');
});
