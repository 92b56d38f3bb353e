import type { ReactNode } from 'react';
import { Tooltip as AriaTooltip } from 'react-aria-components';
import './Tooltip.css';

/** The small dark label beside a control; the child of a TooltipTrigger. */
export function Tooltip({ children }: { children: ReactNode }) {
  return (
    <AriaTooltip className="tooltip" offset={4}>
      {children}
    </AriaTooltip>
  );
}
