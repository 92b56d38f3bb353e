import { useState } from 'react';
import { SETTINGS } from '../../state/settings.ts';
import type { NetworkEntry } from '../../state/shared-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SettingField } from '../fields/SettingField.tsx';
import { useRun } from '../use-app.ts';

/** How imported networks are read: one choice for all of them. */
export function ReadAllDialog({ networks, onClose }: { networks: readonly NetworkEntry[]; onClose: () => void }) {
  const run = useRun();
  const normalised = networks.filter(({ architecture }) => architecture.norm !== 'none');
  const [activation, setActivation] = useState(networks[0].architecture.activation);
  const [norm, setNorm] = useState(normalised.at(0)?.architecture.norm ?? null);
  const apply = (): void => {
    const ids = (members: readonly NetworkEntry[]): string[] => members.map(({ id }) => id);
    if (normalised.length > 0) run('reinterpret', { id: ids(normalised), activation, norm });
    const others = networks.filter((entry) => !normalised.includes(entry));
    if (others.length > 0) run('reinterpret', { id: ids(others), activation, norm: null });
    onClose();
  };
  return (
    <Dialog title={`Read ${networks.length} imported networks as`} open onClose={onClose}>
      <p className="quiet-text">{networks.map(({ name, architecture }) => `${name}: ${architecture.activation}`).join(', ')}</p>
      <SettingField setting={SETTINGS.architecture.activation} value={activation} onChange={setActivation} />
      {norm !== null && <SettingField setting={SETTINGS.architecture.norm} offered={['before', 'after']} value={norm} onChange={setNorm} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button variant="primary" onPress={apply}>
          Apply to all
        </Button>
      </div>
    </Dialog>
  );
}
