/**
 * What is looked at: the settings that all figures share, and each figure's own. Type, standards and check are made of the table of
 * figures. Links leave standards out, so a change there changes what old links mean: raise LINK_VERSION (link/fields.ts) with it.
 */
import { nullable, oneOf, record, type Check } from '../base/check.ts';
import { checksOf, standardsOf } from '../base/setting.ts';
import { ALIGNMENT_SETTING } from './alignment-settings.ts';
import { figureChecks, figureStandards } from './figures/derived.ts';
import { SHARED_LAB, type SharedLab } from './figures/lab-view.ts';
import {
  EXPLORE_FIGURES,
  EXPLORE_NAMES,
  LAB_FIGURES,
  LAB_NAMES,
  type ExploreFigureName,
  type ExploreSettings,
  type LabFigureName,
  type LabFigureSettings,
} from './figures/table.ts';
import { checkPlace, checkProbe, checkSplit, checkTheme } from './schema.ts';
import type { SharedView } from './shared-state.ts';

/** What can fill the middle of Explore: its figures, and the probe. */
export type LargeName = ExploreFigureName | 'probe';
export const LARGE_NAMES: readonly LargeName[] = [...EXPLORE_NAMES, 'probe'];

/** The laboratory's part. */
export interface LabView extends SharedLab, LabFigureSettings {
  readonly figure: LabFigureName;
}

export interface View extends SharedView, ExploreSettings {
  readonly lab: LabView;
  /** The figure that fills the middle; null = all. */
  readonly large: LargeName | null;
}

// The tables are made by name, which the types of objects made of entries do not tell.
export const DEFAULT_LAB = {
  ...standardsOf(SHARED_LAB),
  figure: LAB_NAMES[0],
  ...figureStandards(LAB_FIGURES),
} as unknown as LabView;

export const DEFAULT_VIEW = {
  place: 'explore',
  alignment: ALIGNMENT_SETTING.standard,
  ...figureStandards(EXPLORE_FIGURES),
  lab: DEFAULT_LAB,
  split: 'test',
  probe: { kind: 'path', path: 'naive', alpha: 0.5 },
  large: null,
  theme: 'system',
} as unknown as View;

export const checkLarge: Check<LargeName | null> = nullable(oneOf(LARGE_NAMES));
export const checkLabFigure: Check<LabFigureName> = oneOf(LAB_NAMES);

const { pairs, pair, metric, paths } = checksOf(SHARED_LAB);

/** The laboratory's part of a view. */
const checkLab: Check<LabView> = record<LabView>({ pairs, pair, figure: checkLabFigure, metric, paths, ...labChecks() });

/** A whole view. */
export const checkView: Check<View> = record<View>({
  place: checkPlace,
  alignment: ALIGNMENT_SETTING.check,
  ...exploreChecks(),
  lab: checkLab,
  split: checkSplit,
  probe: checkProbe,
  large: checkLarge,
  theme: checkTheme,
});

function labChecks(): { readonly [K in LabFigureName]: Check<LabFigureSettings[K]> } {
  return figureChecks(LAB_FIGURES) as { readonly [K in LabFigureName]: Check<LabFigureSettings[K]> };
}

function exploreChecks(): { readonly [K in ExploreFigureName]: Check<ExploreSettings[K]> } {
  return figureChecks(EXPLORE_FIGURES) as { readonly [K in ExploreFigureName]: Check<ExploreSettings[K]> };
}
