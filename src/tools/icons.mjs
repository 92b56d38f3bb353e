// Draws the icons of the installed page (public/icons) from the palette, in a browser. Run again when the palette or the mark changes.
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { runnerImport } from 'vite';
import { findBrowser } from './find-browser.mjs';

const { module: palette } = await runnerImport('./src/ui/palette.ts');
const { ROLES, THEMES } = palette;
const { paper, ink } = THEMES.light;

/** The mark of the header: the hump between two networks, and the flat way. `share` of the width; `radius` of the ground's corners. */
function picture(size, share, radius) {
  const scale = (size * share) / 32;
  const [left, top] = [(size - 32 * scale) / 2, (size - 20 * scale) / 2];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">
    <rect width="${size}" height="${size}" rx="${radius * size}" fill="${paper}"/>
    <g transform="translate(${left} ${top}) scale(${scale})" fill="none" stroke-linecap="round" stroke-width="2.5">
      <path d="M2 17 C 9 17 11 3 16 3 S 23 17 30 17" stroke="${ROLES.B.disc}"/><path d="M2 17 H30" stroke="${ink}"/>
    </g></svg>`;
}

const icons = [
  { file: 'icon-192.png', size: 192, share: 0.78, radius: 0.18 },
  { file: 'icon-512.png', size: 512, share: 0.78, radius: 0.18 },
  // Launchers cut it to their own shape, within the inner four fifths.
  { file: 'maskable-512.png', size: 512, share: 0.56, radius: 0 },
];

mkdirSync('public/icons', { recursive: true });
const browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const { file, size, share, radius } of icons) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${picture(size, share, radius)}`);
  await page.screenshot({ path: `public/icons/${file}`, omitBackground: true });
}
await browser.close();
