import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import './Menu.css';
import './Definition.css';

export interface DefinitionProps {
  /** The word as it stands in the sentence. */
  readonly children: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly formula: string | null;
  readonly source: string | null;
}

/** A word that opens its definition, with the formula and where it comes from. */
export function Definition({ children, title, text, formula, source }: DefinitionProps) {
  return (
    <DialogTrigger>
      <Button className="definition-button">{children}</Button>
      <Popover className="popover" offset={4}>
        <Dialog className="definition">
          <Heading slot="title" level={3}>
            {title}
          </Heading>
          <p>{text}</p>
          {formula !== null && <span className="formula">{formula}</span>}
          {source !== null && <p className="source">{source}</p>}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
