/** What the walk needs of a browser. One implementation an engine; each keeps to what its own protocol has. */
import type { Scripted } from '../support.ts';

/** What a person presses or types into: found by role and accessible name, as everywhere in these tests. */
export interface Target {
  readonly role: 'button' | 'textbox' | 'option' | 'radio' | 'file chooser';
  /** Source of a regular expression for the accessible name. A file chooser has the name of the button that opens it. */
  readonly name: string;
}

/** An element that was found. */
export interface Found {
  /** Presses its middle. */
  click(): Promise<void>;
  /** Gives a file chooser files of this machine. */
  upload(paths: readonly string[]): Promise<void>;
}

/** A browser with a profile of its own and one page. Addresses are whole; a promise is rejected where the browser refuses. */
export interface Driver extends Scripted {
  goto(address: string): Promise<void>;
  reload(): Promise<void>;
  find(target: Target): Promise<Found | null>;
  /** Types characters into what has the focus, then Enter. */
  enter(text: string): Promise<void>;
  /** What the page said and did since it was loaded that a clean page never says or does. */
  complaints(): Promise<readonly string[]>;
  /** Ends the browser and its profile. */
  close(): Promise<void>;
}
