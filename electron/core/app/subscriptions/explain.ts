import type { AgentOutcomeRow, CommandResult } from '../../../contract/index.ts';
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
    }
    for (const { name: dropped, reason, untilMs } of choice.dropped) {
      const until = untilMs === undefined ? '' : `, until ${new Date(untilMs).toISOString()}`;
      details.push(`${name}: not ${dropped}: ${reason}${until}`);
    }
  }
  const moves = outcomes.filter(({ result }) => result === 'would move').length;
  const [only] = outcomes;
  const single = `${only?.agent} ${only?.result}${moves === 1 ? ` to “${only?.subscription}”` : ''}.`;
  return {
    changed: false,
    sentence: `${agent === undefined ? `${moves} of ${names.length} would move.` : single} Nothing was changed.`,
    outcomes,
    details,
  };
}
