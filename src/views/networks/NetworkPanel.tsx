import { useCallback, useState } from 'react';
import type { AppState } from '../../state/app-state.ts';
import { listedOtherWords } from '../../state/data/learnt.ts';
import type { NetworkEntry } from '../../state/shared-state.ts';
import { ENDPOINTS, type Endpoint } from '../../state/experiment.ts';
import { Button } from '../../ui/Button.tsx';
import { FileButton } from '../../ui/fields/FileButton.tsx';
import { useApp, useRun } from '../use-app.ts';
import { CompareDialog, DetailsDialog, RenameDialog } from './NetworkDialogs.tsx';
import { type Group, NetworkGroup, type Ranked } from './NetworkGroup.tsx';
import './networks.css';

function withRoles(networks: readonly NetworkEntry[], roles: AppState['roles'], aligned: AppState['aligned']): Ranked[] {
  const ids: Readonly<Record<Endpoint, string | null>> = { ...roles, "B'": aligned.B, "C'": aligned.C };
  return networks.map((entry) => ({ entry, role: ENDPOINTS.find((endpoint) => ids[endpoint] === entry.id) ?? null }));
}

/** Roles first, in their order, then the others, newest first. */
function ranked(networks: readonly Ranked[]): Ranked[] {
  const order = (role: Endpoint | null): number => (role === null ? ENDPOINTS.length : ENDPOINTS.indexOf(role));
  return networks.toSorted((a, b) => order(a.role) - order(b.role) || b.entry.created - a.entry.created);
}

/** By run, in the order in which their first networks stand. */
function groupsOf(networks: readonly Ranked[]): Group[] {
  const groups = new Map<string, Ranked[]>();
  for (const ranked of networks) {
    const key = ranked.entry.run?.id ?? '';
    groups.set(key, [...(groups.get(key) ?? []), ranked]);
  }
  return [...groups].map(([key, members]) => ({ key, members, run: members[0].entry.run }));
}

/** The networks there are, and the roles they play. */
export function NetworkPanel() {
  const run = useRun();
  const networks = useApp((state) => state.networks);
  const roles = useApp((state) => state.roles);
  const aligned = useApp((state) => state.aligned);
  const storage = useApp((state) => state.storage.message);
  const elsewhere = useApp(listedOtherWords);
  const [dialog, setDialog] = useState<{ kind: 'details' | 'rename' | 'compare'; id: string } | null>(null);
  const chosen = networks.find((entry) => entry.id === dialog?.id);
  const close = (): void => setDialog(null);
  const show = useCallback((kind: 'details' | 'rename', id: string) => setDialog({ kind, id }), []);
  return (
    <section className="panel" aria-labelledby="networks-title">
      <div className="panel-head">
        <h2 id="networks-title">Networks</h2>
        <span className="panel-tools">
          {networks.length > 1 && (
            <Button variant="quiet" onPress={() => setDialog({ kind: 'compare', id: '' })}>
              Compare
            </Button>
          )}
          <FileButton label="Import" quiet onFiles={(files) => run('openFiles', { files })} />
        </span>
      </div>
      {storage !== null && <p className="inline-error">{storage}</p>}
      {networks.length === 0 ? (
        <p className="quiet-text">None yet. Train some, or drop safetensors files anywhere on the page.</p>
      ) : (
        groupsOf(ranked(withRoles(networks, roles, aligned))).map((group) => <NetworkGroup key={group.key} group={group} onDialog={show} />)
      )}
      {elsewhere !== null && <p className="quiet-text">{elsewhere}</p>}
      {dialog?.kind === 'compare' && <CompareDialog networks={withRoles(networks, roles, aligned)} onClose={close} />}
      {dialog?.kind === 'details' && chosen !== undefined && <DetailsDialog entry={chosen} onClose={close} />}
      {dialog?.kind === 'rename' && chosen !== undefined && <RenameDialog entry={chosen} onClose={close} />}
    </section>
  );
}
