import { Fragment, useState } from 'react';
import { formatCount, formatNumber, formatPercent, primed } from '../../base/format.ts';
import { provenanceOf } from '../../state/networks/provenance.ts';
import { SETTINGS } from '../../state/settings.ts';
import type { NetworkEntry } from '../../state/shared-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EntryField } from '../../ui/fields/EntryField.tsx';
import { Table } from '../../ui/Table.tsx';
import type { Ranked } from './NetworkGroup.tsx';
import { SettingField } from '../fields/SettingField.tsx';
import { useRun } from '../use-app.ts';

function shapeText({ architecture }: NetworkEntry): string {
  const outputs = architecture.output === 'logistic' ? 1 : architecture.classes;
  const norm = architecture.norm === 'none' ? '' : `, layer norm ${architecture.norm}`;
  return `${[architecture.inputs, ...architecture.hidden, outputs].join('-')} ${architecture.activation}${norm}`;
}

function originText({ origin }: NetworkEntry): string {
  if (origin.kind === 'trained') return 'trained here';
  return origin.kind === 'imported' ? `from ${origin.file}` : `aligned by ${origin.method} matching`;
}

/** All networks side by side. */
export function CompareDialog({ networks, onClose }: { networks: readonly Ranked[]; onClose: () => void }) {
  const score = (value: number | undefined, format: (value: number) => string): string => (value === undefined ? '–' : format(value));
  const rows = networks.map(({ entry, role }) => [
    role === null ? '' : primed(role),
    entry.name,
    shapeText(entry),
    formatCount(entry.parameterCount),
    score(entry.train?.loss, formatNumber),
    score(entry.train?.accuracy, formatPercent),
    score(entry.test?.loss, formatNumber),
    score(entry.test?.accuracy, formatPercent),
    entry.seeds === null ? '–' : SETTINGS.seeds.write([entry.seeds]),
    originText(entry),
  ]);
  return (
    <Dialog title="Networks compared" open onClose={onClose} size="large">
      <Table
        caption="Networks, on the current data"
        columns={['role', 'name', 'shape', 'parameters', 'train loss', 'train accuracy', 'test loss', 'test accuracy', 'seeds', 'origin']}
        rows={rows}
      />
    </Dialog>
  );
}

/** What is known of one network; for an imported one, how it is to be read. */
export function DetailsDialog({ entry, onClose }: { entry: NetworkEntry; onClose: () => void }) {
  const run = useRun();
  const { activation, norm } = entry.architecture;
  return (
    <Dialog title={entry.name} open onClose={onClose}>
      <dl className="facts">
        <dt>Shape</dt>
        <dd>{shapeText(entry)}</dd>
        <dt>Parameters</dt>
        <dd>{formatCount(entry.parameterCount)}</dd>
        <dt>Origin</dt>
        <dd>{originText(entry)}</dd>
        {provenanceOf(entry).map(({ what, words }) => (
          <Fragment key={what}>
            <dt>{what}</dt>
            <dd>{words}</dd>
          </Fragment>
        ))}
        <dt>Train</dt>
        <dd>
          {entry.train === null
            ? 'does not fit the current data'
            : `loss ${formatNumber(entry.train.loss)}, accuracy ${formatPercent(entry.train.accuracy)}`}
        </dd>
        <dt>Test</dt>
        <dd>
          {entry.test === null
            ? 'does not fit the current data'
            : `loss ${formatNumber(entry.test.loss)}, accuracy ${formatPercent(entry.test.accuracy)}`}
        </dd>
        <dt>Checkpoints</dt>
        <dd>{entry.checkpointCount}</dd>
        {entry.diverged !== null && (
          <>
            <dt>Trouble</dt>
            <dd>{entry.diverged}</dd>
          </>
        )}
      </dl>
      {entry.origin.kind === 'imported' && (
        <div className="reinterpret">
          <h3>Read it as</h3>
          <SettingField
            setting={SETTINGS.architecture.activation}
            value={activation}
            onChange={(next) => run('reinterpret', { id: entry.id, activation: next, norm })}
          />
          {norm !== 'none' && (
            <SettingField
              setting={SETTINGS.architecture.norm}
              offered={['before', 'after']}
              value={norm}
              onChange={(next) => run('reinterpret', { id: entry.id, activation, norm: next })}
            />
          )}
        </div>
      )}
    </Dialog>
  );
}

function nameFault(text: string): string | null {
  if (text.trim() === '') return 'A name has at least one character.';
  return text.length > 80 ? 'At most 80 characters.' : null;
}

export function RenameDialog({ entry, onClose }: { entry: NetworkEntry; onClose: () => void }) {
  const run = useRun();
  const [name, setName] = useState(entry.name);
  const fault = nameFault(name);
  const save = (): void => {
    if (fault !== null) return;
    if (name.trim() !== entry.name) run('rename', { id: entry.id, name: name.trim() });
    onClose();
  };
  return (
    <Dialog title={`Rename ${entry.name}`} open onClose={onClose}>
      <EntryField label="Name" value={name} onChange={setName} onEnter={save} fault={fault} />
      <div className="dialog-actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button variant="primary" onPress={save} disabled={fault !== null} hint={fault}>
          Save
        </Button>
      </div>
    </Dialog>
  );
}
