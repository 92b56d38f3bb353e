import { type DragEvent, type KeyboardEvent, memo, useState } from 'react';
import { formatNumber, formatPercent, primed } from '../../base/format.ts';
import { type Endpoint, type Role, ROLES } from '../../state/experiment.ts';
import { fits } from '../../state/data/fits.ts';
import { stoppedText } from '../../state/networks/provenance.ts';
import type { NetworkEntry } from '../../state/shared-state.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Menu, type MenuGroup } from '../../ui/Menu.tsx';
import { RoleDisc } from './RoleDisc.tsx';
import { useApp, useRun } from '../use-app.ts';

export const DRAG_TYPE = 'application/x-ridgeline-network';

interface NetworkRowProps {
  readonly entry: NetworkEntry;
  readonly role: Endpoint | null;
  /** The same function at every drawing. */
  readonly onDialog: (kind: 'details' | 'rename', id: string) => void;
}

const SAVED = {
  saved: null,
  saving: null,
  failed: 'Could not be saved in this browser: export it to keep it.',
  'memory-only': 'Kept only until this tab closes: this browser gives no storage.',
} as const;

function useMenu({ entry, role, onDialog }: NetworkRowProps): MenuGroup[] {
  const run = useRun();
  return [
    {
      title: 'Use as',
      entries: ROLES.map((letter) => ({
        id: letter,
        label: `Network ${letter}`,
        shortcut: letter.toLowerCase(),
        checked: role === letter,
        onAction: () => run('assignRole', { role: letter, id: entry.id }),
      })),
    },
    {
      title: 'Network',
      entries: [
        { id: 'details', label: 'Details', onAction: () => onDialog('details', entry.id) },
        { id: 'rename', label: 'Rename', onAction: () => onDialog('rename', entry.id) },
        ...(entry.stopped?.canGoOn === true
          ? [{ id: 'goOn', label: 'Go on training', onAction: () => run('continueTraining', { ids: [entry.id] }) }]
          : []),
        { id: 'export', label: 'Export (safetensors)', onAction: () => run('exportNetwork', { id: entry.id }) },
        { id: 'remove', label: 'Delete', onAction: () => run('remove', { id: entry.id }) },
      ],
    },
  ];
}

/** One network. The keys a, b, c give it a role; it can be dragged onto another row's role. Drawn again only where it changed: menus are costly. */
export const NetworkRow = memo(function NetworkRow(props: NetworkRowProps) {
  const { entry, role, onDialog } = props;
  const run = useRun();
  const menu = useMenu(props);
  const [over, setOver] = useState(false);
  const target = ROLES.find((letter) => letter === role) ?? null;
  const onKeyDown = (event: KeyboardEvent): void => {
    const letter = event.key.toUpperCase();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (letter === 'A' || letter === 'B' || letter === 'C') {
      event.stopPropagation();
      run('assignRole', { role: letter satisfies Role, id: entry.id });
    } else if (event.key === 'Delete') {
      event.stopPropagation();
      run('remove', { id: entry.id });
    }
  };
  const onDrop = (event: DragEvent): void => {
    setOver(false);
    const id = event.dataTransfer.getData(DRAG_TYPE);
    if (target !== null && id !== '') run('assignRole', { role: target, id });
  };
  const trouble = entry.diverged ?? SAVED[entry.saved];
  const score = entry.test;
  const fitting = useApp(({ data: { result } }) => result === null || fits(entry, result));
  const { inputs, classes } = entry.architecture;
  return (
    <li
      className={over ? 'network over' : 'network'}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAG_TYPE, entry.id);
        event.dataTransfer.effectAllowed = 'link';
      }}
      onDragOver={(event) => {
        if (target === null || !event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <button
        type="button"
        className="network-main"
        onKeyDown={onKeyDown}
        onClick={() => (role === null ? onDialog('details', entry.id) : run('probeEndpoint', { endpoint: role }))}
        title={role === null ? 'Details. Press a, b or c to give it a role.' : `Probe ${primed(role)}. Press a, b or c to give it a role.`}
      >
        <RoleDisc role={role} />
        <span className="network-name" title={entry.name}>
          {entry.name}
        </span>
        {entry.stopped !== null && entry.training !== null && (
          <span className="network-score" title={stoppedText(entry.stopped, entry.training.epochs)}>
            epoch {entry.stopped.epoch}/{entry.training.epochs}
          </span>
        )}
        {!fitting && (
          <span className="network-score" title={`Made for ${inputs} inputs and ${classes} classes: it cannot be measured on these data.`}>
            does not fit
          </span>
        )}
        {score !== null && (
          <span className="network-score" title={`on the test split: accuracy ${formatPercent(score.accuracy)}, loss ${formatNumber(score.loss)}`}>
            {formatPercent(score.accuracy)}
          </span>
        )}
      </button>
      {trouble !== null && (
        <span className="network-trouble" title={trouble}>
          <Icon name="warning" />
          <span className="visually-hidden">{trouble}</span>
        </span>
      )}
      <Menu label={`${entry.name}: options`} groups={menu} />
    </li>
  );
});
