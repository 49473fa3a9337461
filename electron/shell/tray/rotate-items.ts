import type { StatusSnapshot } from '../../contract/index.ts';
import { cut } from './gate-lines.ts';
import { click, commandItem, grouped, MAX_LABEL_NAME, type TrayItem } from './menu-item.ts';
import type { MenuLabels } from './text-shapes.ts';

/** More do not fit on a screen; the window has them all. */
const MOST_AGENTS = 20;

/** What replaces the TEE and what agents run on, by hand; both work in a pause, too. */
export function rotateItems({ tee, subscriptions, paused }: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  // In a pause a TEE that had to go is not replaced by itself, and this is how it is done.
  const hasTee = tee.current !== null || paused !== null;
  const isEnabled = hasTee && tee.state !== 'rotating';
  const rotateTee = commandItem('rotate-tee', labels.rotateTee, { name: 'rotateTee' }, { isEnabled });
  const { agents, agentsTotal } = subscriptions;
  if (agents.length === 0) return [rotateTee];
  const shown = agents.slice(0, MOST_AGENTS);
  const items = grouped([
    [
      ...shown.map(({ name }) =>
        commandItem(`rotate-agent-${name}`, cut(name, MAX_LABEL_NAME), { name: 'rotateSubscription', agent: name }),
      ),
      ...(agentsTotal > shown.length
        ? [click('more-agents', labels.moreAgents, { kind: 'open', view: 'subscriptions' })]
        : []),
    ],
    [commandItem('rotate-all-agents', labels.allAgents, { name: 'rotateSubscription' })],
  ]);
  return [rotateTee, { type: 'submenu', id: 'rotate-subscription', label: labels.rotateSubscription, items }];
}
