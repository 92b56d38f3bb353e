import { DefinitionText } from '../../ui/Definition.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useAppHandle } from '../use-app.ts';
import { PAGE_KEYS, PLACE_OF } from '../shell/use-shortcuts.ts';
import { contentOf } from './definition-content.tsx';
import { GLOSSARY, type TermId } from './glossary.ts';
import { OfflinePage } from './OfflinePage.tsx';
import { STEPS } from './steps.ts';

const TERMS = Object.keys(GLOSSARY) as TermId[];

const PLACE_WORDS = { explore: ' (in Explore)', layers: ' (in Layers)', all: '' } as const;

function Start() {
  return (
    <div className="help-text">
      <p>
        Two networks trained from different starts do the same task, yet the network half-way between them usually fails: there is a <b>barrier</b>.
        Much of it is an accident of naming: hidden neurons come in no particular order. Put B’s neurons in A’s order and the barrier often vanishes.
      </p>
      <ol>
        {STEPS.map(({ line }) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <p>Dashed is naive, solid is aligned; full weight is test, thin is train. Nothing leaves this page.</p>
    </div>
  );
}

function Keys() {
  const app = useAppHandle();
  const actions = app
    .actions()
    .flatMap(({ name, shortcut, title }) =>
      shortcut === null ? [] : [{ key: shortcut.replace('Control', 'Ctrl'), title: `${title}${PLACE_WORDS[PLACE_OF[name] ?? 'all']}` }],
    );
  return (
    <dl className="keys">
      {[...actions, ...PAGE_KEYS].map(({ key, title }) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{title}</dd>
        </div>
      ))}
    </dl>
  );
}

function Definitions() {
  return (
    <dl className="definitions">
      {TERMS.map((id) => (
        <div key={id}>
          <dt>{GLOSSARY[id].title}</dt>
          <dd>
            <DefinitionText content={{ ...contentOf(id), picture: null }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What this is, the keys, and every definition. */
export function HelpPages() {
  return (
    <Tabs
      label="Help"
      tabs={[
        { id: 'start', title: 'Start', content: <Start /> },
        { id: 'keys', title: 'Keys', content: <Keys /> },
        { id: 'offline', title: 'Offline', content: <OfflinePage /> },
        { id: 'definitions', title: 'Definitions', content: <Definitions /> },
      ]}
    />
  );
}
