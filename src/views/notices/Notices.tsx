import type { ActionArguments, ActionName } from '../../state/action.ts';
import type { Notice as NoticeState } from '../../state/app-state.ts';
import { Notice } from '../../ui/Notice.tsx';
import { useAppHandle, useApp, useRun } from '../use-app.ts';

const SHOWN = 3;
/** Milliseconds. Errors stay until they are closed. */
const STAY = { info: 8_000, warning: 20_000, action: 15_000 } as const;

function stayOf({ tone, action }: NoticeState): number | null {
  if (tone === 'error') return null;
  return action === null ? STAY[tone] : Math.max(STAY[tone], STAY.action);
}

/** The newest messages, over the foot of the page. */
export function Notices() {
  const app = useAppHandle();
  const run = useRun();
  const notices = useApp((state) => state.notices);
  return (
    <section aria-label="Messages">
      <div className="notices">
        {notices.slice(-SHOWN).map((notice) => {
          const action = notice.action;
          // The registry validates names and arguments again: a notice's action is plain data.
          const press = (): void => {
            if (action === null) return;
            app.run(action.name as ActionName, action.argument as ActionArguments[ActionName]).catch(() => undefined);
            run('dismissNotice', { id: notice.id });
          };
          return (
            <Notice
              key={notice.id}
              tone={notice.tone}
              stay={stayOf(notice)}
              text={notice.text}
              action={action === null ? null : { label: action.label, onPress: press }}
              onClose={() => run('dismissNotice', { id: notice.id })}
            />
          );
        })}
      </div>
    </section>
  );
}
