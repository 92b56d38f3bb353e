import { useState } from 'react';
import type { Endpoint } from '../../state/experiment.ts';
import { runText } from '../../state/networks/runs.ts';
import type { NetworkEntry, NetworkRun } from '../../state/shared-state.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { useRun } from '../use-app.ts';
import { NetworkRow } from './NetworkRow.tsx';
import { ReadAllDialog } from './ReadAllDialog.tsx';
import './networks.css';

export interface Ranked {
  readonly entry: NetworkEntry;
  readonly role: Endpoint | null;
}

/** Networks that were trained together, their matched copies included; `run` null: imported ones, or of before runs were kept. */
export interface Group {
  readonly key: string;
  readonly run: NetworkRun | null;
  readonly members: readonly Ranked[];
}

interface NetworkGroupProps {
  readonly group: Group;
  /** The same function at every drawing. */
  readonly onDialog: (kind: 'details' | 'rename', id: string) => void;
}

function titleOf({ run, members }: Group): string {
  if (run !== null) return runText(run, members[0].entry.data);
  const imported = members.filter(({ entry }) => entry.training === null).length;
  if (imported === 0) return 'from before runs were kept';
  return imported === members.length ? 'imported' : 'imported, and from before runs were kept';
}

/** A run in the list, with the button that removes it; imported networks, with the one that reads all of them differently. */
export function NetworkGroup({ group, onDialog }: NetworkGroupProps) {
  const run = useRun();
  const title = titleOf(group);
  const id = group.run?.id ?? null;
  const imported = group.members.flatMap(({ entry }) => (entry.origin.kind === 'imported' && entry.architecture.hidden.length > 0 ? [entry] : []));
  const [reading, setReading] = useState(false);
  return (
    <div className="network-group" role="group" aria-label={title}>
      <div className="network-group-head">
        <h3>{title}</h3>
        {id !== null && <IconButton icon="close" label={`Remove ${title}`} onPress={() => run('removeRun', { run: id })} />}
        {imported.length > 1 && (
          <Button variant="quiet" onPress={() => setReading(true)}>
            Read as…
          </Button>
        )}
      </div>
      <ul className="network-list">
        {group.members.map(({ entry, role }) => (
          <NetworkRow key={entry.id} entry={entry} role={role} onDialog={onDialog} />
        ))}
      </ul>
      {reading && imported.length > 0 && <ReadAllDialog networks={imported} onClose={() => setReading(false)} />}
    </div>
  );
}
