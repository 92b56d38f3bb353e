import { SwitchButton, SwitchField } from 'react-aria-components';
import './Switch.css';

/** On or off. */
export function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <SwitchField isSelected={on} onChange={onChange}>
      <SwitchButton className="switch">
        <span className="switch-track" />
        {label}
      </SwitchButton>
    </SwitchField>
  );
}
