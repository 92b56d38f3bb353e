/** A field of the experiment whose text is refused still holds its last good value: training with that would surprise. */

function firstInvalid(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[aria-labelledby="experiment-title"] [aria-invalid="true"]');
}

/** Opens and focuses the first refused field of the experiment, its message in sight. False where all are right. */
export function showUnfinishedField(): boolean {
  const field = firstInvalid();
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
