import { Button, Header, Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { Icon, type IconName } from './Icon.tsx';
import './Menu.css';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly shortcut?: string | null;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly onAction: () => void;
}

export interface MenuGroup {
  readonly title: string;
  readonly entries: readonly MenuEntry[];
}

export interface MenuProps {
  readonly label: string;
  readonly icon?: IconName;
  readonly groups: readonly MenuGroup[];
}

function Entry({ entry }: { entry: MenuEntry }) {
  return (
    <MenuItem id={entry.id} textValue={entry.label} className="menu-item" isDisabled={entry.disabled ?? false} onAction={entry.onAction}>
      <span className="menu-mark">{entry.checked === true && <Icon name="check" />}</span>
      <span>
        {entry.label}
        {entry.checked === true && <span className="visually-hidden"> (chosen)</span>}
        {entry.note !== undefined && <span className="menu-note">{entry.note}</span>}
      </span>
      {entry.shortcut != null && <kbd className="menu-key">{entry.shortcut}</kbd>}
    </MenuItem>
  );
}

/** An icon button that opens a list of actions and switches, in groups. */
export function Menu({ label, icon = 'more', groups }: MenuProps) {
  return (
    <MenuTrigger>
      <Button className="button icon" aria-label={label}>
        <Icon name={icon} />
      </Button>
      <Popover className="popover" offset={2} placement="bottom end">
        <AriaMenu className="menu-list" aria-label={label}>
          {groups.map((group) => (
            <MenuSection key={group.title} aria-label={group.title}>
              <Header className="menu-heading">{group.title}</Header>
              {group.entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
