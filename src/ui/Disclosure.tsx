import type { ReactNode } from 'react';
import { Button, Disclosure as AriaDisclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { Icon } from './Icon.tsx';
import './Disclosure.css';

/** A heading with a one-line summary that opens onto its controls. */
export function Disclosure({ title, summary, children }: { title: string; summary: string; children: ReactNode }) {
  return (
    <AriaDisclosure className="disclosure">
      <Heading level={3} style={{ font: 'inherit' }}>
        <Button slot="trigger" className="disclosure-button">
          <span>{title}</span>
          <span className="disclosure-summary" title={summary}>
            {summary}
          </span>
          <Icon name="chevron" />
        </Button>
      </Heading>
      <DisclosurePanel>
        <div className="disclosure-body">{children}</div>
      </DisclosurePanel>
    </AriaDisclosure>
  );
}
