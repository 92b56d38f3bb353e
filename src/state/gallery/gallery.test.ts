import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readZip } from '../../io/zip.ts';
import { BUNDLE_LIMITS } from '../bundle/bundle.ts';
import { checkDeck } from '../scenes/scene.ts';
import { GALLERY, galleryLink } from './gallery.ts';

const FOLDER = 'public/gallery';

describe('the gallery', () => {
  it('lists what lies in its folder, and may be fetched by anybody', () => {
    const files = readdirSync(FOLDER);
    expect(GALLERY.map(({ name }) => `${name}.ridgeline`).toSorted()).toEqual(files.toSorted());
    expect(files.reduce((sum, file) => sum + statSync(`${FOLDER}/${file}`).size, 0)).toBeLessThanOrEqual(400_000);
    for (const entry of GALLERY) expect(existsSync(`public/${galleryLink(entry).slice('#src='.length)}`)).toBe(true);
  });

  it.each(GALLERY)('$name has a title, figures, and scenes that say something', ({ name, title }) => {
    const entries = readZip(new Uint8Array(readFileSync(`${FOLDER}/${name}.ridgeline`)), `${name}.ridgeline`, BUNDLE_LIMITS);
    const json = JSON.parse(new TextDecoder().decode(entries.find((entry) => entry.name === 'bundle.json')?.bytes)) as {
      title: string;
      published: { figures: object } | null;
      deck: unknown;
    };
    expect(json.title).toBe(title);
    expect(Object.keys(json.published?.figures ?? {}).length).toBeGreaterThan(0);
    const { scenes } = checkDeck(json.deck, 'deck');
    expect(scenes.length).toBeGreaterThan(0);
    for (const scene of scenes) expect(scene.say + scene.task).not.toBe('');
  });
});
