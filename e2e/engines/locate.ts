/** Finds an element by role and accessible name inside the page: WebDriver has no such search, so all engines use this one. */
import type { Target } from './driver.ts';

/** The first visible, enabled element that nothing covers, of that role and name, or null. Runs in the page: it may use nothing of this module. */
export function locate({ role, name }: Target): HTMLElement | null {
  const selectors = {
    button: 'button:not([role])',
    textbox: 'input[type=text]',
    option: '[role=option]',
    radio: '[role=radio]',
    'file chooser': 'input[type=file]',
  };
  const words = (element: Element): string => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null) texts.push(walker.currentNode.nodeValue ?? '');
    return texts.join(' ').replace(/\s+/g, ' ').trim();
  };
  const nameOf = (element: Element): string => {
    const labels = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    if (labels.length > 0) return labels.map((id) => words(document.getElementById(id) ?? document.createElement('i'))).join(' ');
    return element.getAttribute('aria-label') ?? words(element);
  };
  const pattern = new RegExp(name);
  const elements = [...document.querySelectorAll<HTMLElement>(selectors[role])];
  // A file chooser is hidden beside the button that opens it.
  if (role === 'file chooser') return elements.find(({ previousElementSibling: button }) => button !== null && pattern.test(nameOf(button))) ?? null;
  const shown = elements.find((element) => element.getClientRects().length > 0 && !element.matches(':disabled') && pattern.test(nameOf(element)));
  if (shown === undefined) return null;
  // A message that lies over it for a while would take the press.
  shown.scrollIntoView({ block: 'nearest' });
  const { x, y, width, height } = shown.getBoundingClientRect();
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  return shown.contains(top) || top?.closest('label')?.contains(shown) === true ? shown : null;
}
