/** The screens that the layout tests walk, and what a figure must keep on each. */
export const LEAST = { height: 140, type: 12 };
export const THEMES = ['light', 'dark'] as const;
export const SIZES: readonly (readonly [number, number])[] = [
  [320, 568],
  [375, 667],
  [390, 844],
  [667, 375],
  [720, 450],
  [768, 1024],
  [800, 600],
  [844, 390],
  [900, 900],
  [960, 540],
  [1024, 768],
  [1100, 900],
  [1112, 834],
  [1180, 820],
  [1280, 720],
  [1366, 768],
  [1440, 900],
  [1920, 1080],
  [2560, 1440],
];
