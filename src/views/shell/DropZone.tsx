import { useEffect, useState } from 'react';
import { useRun } from '../use-app.ts';

/** The whole page takes files. */
export function DropZone() {
  const run = useRun();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const end = new AbortController();
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const options = { signal: end.signal };
    window.addEventListener(
      'dragover',
      (event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      options,
    );
    window.addEventListener('dragleave', (event) => event.relatedTarget === null && setOver(false), options);
    window.addEventListener(
      'drop',
      (event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(false);
        const files = Array.from(event.dataTransfer?.files ?? []);
        if (files.length > 0) run('openFiles', { files });
      },
      options,
    );
    return () => end.abort();
  }, [run]);
  if (!over) return null;
  return (
    <div className="drop-zone" aria-hidden="true">
      <p>
        Drop to open
        <span>networks: safetensors. Data: CSV, safetensors with x and y, IDX, CIFAR-10 batches. Nothing is uploaded.</span>
      </p>
    </div>
  );
}
