import { useSyncExternalStore } from 'react';
import type { FileDrops } from '../../ui/file-drops.ts';

/** Says what can be dropped, while files are held over the page, all of which takes them. */
export function DropZone({ drops }: { drops: FileDrops }) {
  const over = useSyncExternalStore(drops.subscribe, drops.over);
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
