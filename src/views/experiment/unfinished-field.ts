/** A field of the experiment whose text is refused still holds its last good value: training with that would surprise. */

const EXPERIMENT = '[aria-labelledby="experiment-title"]';

function firstInvalid(places: readonly string[]): HTMLElement | null {
  return document.querySelector<HTMLElement>(places.map((place) => `${place} [aria-invalid="true"]`).join(', '));
}

/**
 * Opens and focuses the first refused field of the experiment, its message in sight. False where all are right.
 * @param figure name of a figure whose own fields count too
 */
export function showUnfinishedField(figure: string | null = null): boolean {
  const field = firstInvalid(figure === null ? [EXPERIMENT] : [EXPERIMENT, `[data-figure="${figure}"]`]);
  if (field === null) return false;
  const closed = field.closest('.disclosure')?.querySelector<HTMLElement>('.disclosure-button[aria-expanded="false"]');
  closed?.click();
  // The panel opens with the next paint; a hidden field takes no focus.
  requestAnimationFrame(() => {
    field.focus();
    field.scrollIntoView({ block: 'nearest' });
  });
  return true;
}
