import type { AgentFailureReply } from '../../contract/index.ts';
import type { CliIo } from '../io.ts';
import { printLine } from '../io.ts';
import { readHidden } from '../terminal.ts';
import { type GateOptions, patientClient } from './running.ts';

/** Options of `gatehouse report-failure`. */
export interface ReportOptions extends GateOptions {
  readonly agent: string;
  readonly status?: number;
  readonly messageStdin?: true;
  readonly subscription?: string;
  readonly generation?: number;
}

/** `gatehouse report-failure`: tells the running instance that a turn failed. Throws `agent_unknown`, `not_running`. */
export async function runReportFailure(io: CliIo, options: ReportOptions): Promise<void> {
  const { agent, status, messageStdin, subscription, generation } = options;
  const message = messageStdin ? await readHidden(io, 'The error (not shown): ') : undefined;
  const report = {
    ...(status === undefined ? {} : { status }),
    ...(message === undefined ? {} : { message }),
    ...(subscription === undefined ? {} : { subscription }),
    ...(generation === undefined ? {} : { generation }),
  };
  const reply: AgentFailureReply = await patientClient(io, options).reportFailure(agent, report, io.signal);
  if (options.json) printLine(io, JSON.stringify(reply, null, 2));
  else printLine(io, `${reply.sentence}${reply.retry ? ' The turn may be tried again.' : ''}`);
}
