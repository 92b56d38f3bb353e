import { Switch as AriaSwitch } from 'react-aria-components';

/** On or off. */
export function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <AriaSwitch className="switch" isSelected={on} onChange={onChange}>
      <span className="switch-track" />
      {label}
    </AriaSwitch>
  );
}
