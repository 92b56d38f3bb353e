import './plane.css';
import { useRef } from 'react';
import type { PlotHandle } from '../../plots/Plot.tsx';
import { figureTheme } from '../../plots/draw/colours.ts';
import { type PlaneInput, planeIsFinite, planesTable, planeTable, planeText } from '../../plots/figures/plane.ts';
import { ROLES } from '../../state/experiment.ts';
import { sourceRole } from '../../state/figures/inputs.ts';
import { PLANE_SETTINGS } from '../../state/figures/plane.ts';
import type { View } from '../../state/view.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { choiceMenu } from '../fields/choice-menu.ts';
import { AlphaSlider } from '../curve/AlphaSlider.tsx';
import { FigureFrame } from '../figure/FigureFrame.tsx';
import { EmptyFigure, FigureStatus } from '../figure/FigureState.tsx';
import { useRolesNote } from '../figure/use-note.ts';
import { Term } from '../help/Term.tsx';
import { PlaneChooser, PlaneControls, PlaneZoom } from './PlaneControls.tsx';
import { ProbeLine } from './ProbeLine.tsx';
import { PlaneMap } from './PlaneMap.tsx';
import { planeColours, planeInput, type PlaneKind, planeLack, shownPlanes } from './plane-input.ts';
import { useApp, useRun } from '../use-app.ts';
import { usePhone } from '../use-phone.ts';

function useOptions(view: View['plane']): MenuGroup[] {
  const run = useRun();
  const set = (patch: Partial<View['plane']>): void => run('setView', { plane: patch });
  return [
    choiceMenu(PLANE_SETTINGS.metric, view.metric, (metric) => set({ metric })),
    {
      title: 'Paths',
      entries: [
        {
          id: 'trajectories',
          label: PLANE_SETTINGS.trajectories.label,
          note: 'where each network came from',
          checked: view.trajectories,
          onAction: () => set({ trajectories: !view.trajectories }),
        },
      ],
    },
    {
      title: PLANE_SETTINGS.resolution.label,
      entries: [25, 41, 51, 81].map((resolution) => ({
        id: String(resolution),
        label: `${resolution} × ${resolution} points`,
        checked: view.resolution === resolution,
        onAction: () => set({ resolution }),
      })),
    },
  ];
}

function EmptyPlane({ kind }: { kind: PlaneKind }) {
  const through = useApp((state) => state.view.plane.through);
  const roles = kind === 'custom' ? ROLES.filter((role) => through.some((endpoint) => sourceRole(endpoint) === role)) : ROLES;
  return <EmptyFigure waitsFor={useApp((state) => planeLack(kind, state))} roles={roles} />;
}

function planesText(inputs: readonly { readonly name: PlaneKind; readonly input: PlaneInput }[]): string {
  if (inputs.length === 0) return 'No plane yet.';
  return inputs.map(({ name, input }) => (inputs.length === 1 ? planeText(input) : `The ${name} plane. ${planeText(input)}`)).join(' ');
}

/** The loss on the plane through three networks, naive and aligned. */
export function PlaneView() {
  const work = useApp((state) => state.figures.plane);
  const view = useApp((state) => state.view.plane);
  const narrow = usePhone();
  const presenting = useApp((state) => state.talk.presenting);
  // Beside the probe there is room for one.
  const phone = useApp(({ talk, view }) => narrow || (talk.presenting && talk.layout === 'plane' && view.large !== 'plane'));
  const large = useApp((state) => state.view.large === 'plane');
  const pictures = { naive: useRef<PlotHandle>(null), aligned: useRef<PlotHandle>(null), custom: useRef<PlotHandle>(null) };
  const planes = work.result;
  const kinds = useApp((state) => shownPlanes(state, phone));
  const shown = kinds.filter((kind) => planes?.[kind] != null);
  const main = shown.at(-1) ?? null;
  const drawn = shown.filter((kind) => planes?.[kind] != null && planeIsFinite(planes[kind].plane, view.metric));
  const inputs = shown.flatMap((kind) => {
    const figure = planes?.[kind] ?? null;
    return figure === null || planes === null
      ? []
      : [{ name: kind, input: planeInput(figure, view, planeColours(planes, kind, view.metric), false, figureTheme('light', false)) }];
  });
  const shownSplit = useApp((state) => state.view.split);
  const split = (main === null ? null : planes?.[main]?.split) ?? shownSplit;
  const roles = ROLES.filter((role) => shown.some((kind) => planes?.[kind]?.labels.some((label) => label.startsWith(role))));
  const note = useRolesNote(split, roles, view.metric === 'loss' ? 'colours: loss, logarithmic' : 'colours: accuracy');
  return (
    <FigureFrame
      name="plane"
      title="Plane"
      caption={<Term id="plane">through three networks</Term>}
      controls={<PlaneControls single={phone ? kinds[0] : null} />}
      options={useOptions(view)}
      picture={drawn.map((kind) => ({ name: kind, picture: pictures[kind] }))}
      table={inputs.length === 0 ? null : () => (inputs.length === 1 ? planeTable(inputs[0].input) : planesTable(inputs))}
      note={drawn.length === 0 ? null : note}
      text={planesText(inputs)}
    >
      {view.show === 'custom' && <PlaneChooser />}
      <div className={`planes${kinds.length > 1 ? ' two' : ''}${view.surface ? ' surface' : ''}`}>
        {kinds.map((kind) =>
          planes?.[kind] == null ? (
            <EmptyPlane key={kind} kind={kind} />
          ) : (
            <PlaneMap
              key={`${kind}${view.surface ? '-surface' : ''}`}
              kind={kind}
              planes={planes}
              colourBar={kind === main}
              picture={pictures[kind]}
              onCamera={(camera) => kinds.filter((other) => other !== kind).forEach((other) => pictures[other].current?.turn?.(camera))}
            />
          ),
        )}
      </div>
      {!presenting && (
        <div className={phone || large ? 'plane-foot' : 'plane-corner'}>
          {(phone || large) && main !== null && <ProbeLine single={kinds.length === 1 ? kinds[0] : null} />}
          {main !== null && !view.surface && <PlaneZoom kind={main} />}
        </div>
      )}
      {phone && !presenting && main !== null && <AlphaSlider shown={kinds[0] === 'custom' ? null : kinds[0]} />}
      <FigureStatus work={work} what="Sharpening the plane" />
    </FigureFrame>
  );
}
