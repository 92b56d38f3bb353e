import { useState } from 'react';
import { formatBytes } from '../../base/format.ts';
import { networkBytes } from '../../state/bundle/contents.ts';
import { Button } from '../../ui/Button.tsx';
import { Switch } from '../../ui/fields/Switch.tsx';
import { useApp, useRun } from '../use-app.ts';

/** What is on the screen as a file: a bundle that opens here, or a page that opens anywhere. */
export function FileSection({ title }: { readonly title: string }) {
  const run = useRun();
  const bytes = useApp(networkBytes);
  const own = useApp(({ experiment }) => experiment.data.id === 'file');
  const [networks, setNetworks] = useState(true);
  const [data, setData] = useState(true);
  return (
    <section className="share-section" aria-label="Files">
      <h3>Files</h3>
      <p className="quiet-text">
        A bundle (.ridgeline) holds the settings, the computed figures and the networks. Dropped on this page it shows all at once, without training.
        It is a zip archive that other programs can read.
      </p>
      {bytes > 0 && <Switch label={`With the networks (${formatBytes(bytes)})`} on={networks} onChange={setNetworks} />}
      {own && <Switch label="With the data file" on={data} onChange={setData} />}
      <Button onPress={() => run('saveBundle', { title, networks, ...(own ? { data } : {}) })}>Save bundle</Button>
      <p className="quiet-text">
        A page (.html) holds the figures on the screen, their numbers, and how they were made. It opens in any browser, from disk and without a
        network.
      </p>
      <Button onPress={() => run('savePage', { title })}>Save as page</Button>
    </section>
  );
}
