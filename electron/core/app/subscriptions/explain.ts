import type { AgentOutcomeRow, CommandResult, Told } from '../../../contract/index.ts';
import type { Parts } from './parts.ts';

/** What rotating would do, and why; moves nobody. Throws `subscription_unknown` and what the state throws. */
export async function explain(
  { vault, state, registry, rotator }: Parts,
  { agent, to }: { readonly agent: string | undefined; readonly to: string | undefined },
  signal: AbortSignal,
): Promise<CommandResult> {
  const target = to === undefined ? undefined : vault.find(to);
  const all = await state.list(signal);
  const names =
    agent === undefined
      ? registry.names().filter(name => all.some(one => one.agent === name && one.subscriptionId !== null))
      : [agent];
  const outcomes: AgentOutcomeRow[] = [];
  const details: string[] = [];
  const toldDetails: Told[] = [];
  for (const name of names) {
    const { from, choice } = await rotator.byHand.explain(name, signal);
    const best = target ?? choice.destinations[0]?.subscription;
    const same = best !== undefined && best.name === from;
    const result = same ? 'would stay: it is on this one already' : best === undefined ? 'would stay' : 'would move';
    outcomes.push({ agent: name, result, subscription: same || best === undefined ? from : best.name });
    // Who names the destination does not want to hear of the others.
    if (target !== undefined) continue;
    for (const [place, { ranked }] of choice.destinations.entries()) {
      const tier = ranked.tier === 'measured' ? `band ${ranked.band ?? 0}` : 'unknown';
      const agents = ranked.agents === 1 ? '1 agent' : `${ranked.agents} agents`;
      details.push(`${name}: ${place + 1}. ${ranked.name} (${tier}, ${agents}): ${ranked.reason}`);
      const one = { name: ranked.name, count: place + 1, total: ranked.agents };
      const pct = ranked.primaryPct;
      toldDetails.push(pct === null ? { code: 'plan_unknown', ...one } : { code: 'plan_used', ...one, pct });
    }
    for (const { name: dropped, cause, reason, untilMs } of choice.dropped) {
      const until = untilMs === undefined ? '' : `, until ${new Date(untilMs).toISOString()}`;
      details.push(`${name}: not ${dropped}: ${reason}${until}`);
      const end = untilMs === undefined ? {} : { until: untilMs };
      toldDetails.push({ code: `plan_not_${cause}`, name: dropped, ...end });
    }
  }
  const moves = outcomes.filter(({ result }) => result === 'would move').length;
  const [only] = outcomes;
  const single = `${only?.agent} ${only?.result}${moves === 1 ? ` to “${only?.subscription}”` : ''}.`;
  return {
    changed: false,
    told: toldPlan(agent, outcomes, moves),
    sentence: `${agent === undefined ? `${moves} of ${names.length} would move.` : single} Nothing was changed.`,
    outcomes,
    details,
    toldDetails,
  };
}

function toldPlan(agent: string | undefined, outcomes: readonly AgentOutcomeRow[], moves: number): Told {
  if (agent === undefined) return { code: 'would_move_all', count: moves, total: outcomes.length };
  const other = outcomes[0]?.subscription ?? '';
  return moves === 1 ? { code: 'would_move', name: agent, other } : { code: 'would_stay', name: agent };
}
