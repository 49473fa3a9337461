import type { GatewaySwitchCause } from '../../../contract/index.ts';

const SENTENCES: Readonly<Record<GatewaySwitchCause, string>> = {
  unreachable: '{to} took over, because {from} cannot be reached.',
  refused: '{to} took over, because {from} refuses the sign-in.',
  stopped: '{to} took over, because {from} was stopped by its owner.',
  approval: '{to} took over, because {from} has not approved this computer yet.',
  offline: '{to} is used instead of {from}, because this computer is offline.',
  returned: '{to} has been stable for a while and is used again instead of {from}.',
  preferred: '{to} is preferred over {from} and is used now.',
  'by-hand': '{to} is used instead of {from}, as you asked.',
  removed: '{to} is used, because {from} is no longer among the gateways.',
};

/** One sentence about a change of gateway, for people. */
export function switchSentence(from: string, to: string, cause: GatewaySwitchCause): string {
  return SENTENCES[cause].replaceAll('{from}', () => from).replaceAll('{to}', () => to);
}
