import { z } from 'zod';
import { ActivityDetail, ActivityFilter, ActivityPage, ExportedText, ExportFormat } from './activity-view.ts';
import { OutwardError } from './commands.ts';
import { DiagnosticBundle, DiagnosticReport } from './diagnostics.ts';
import { GatewayAddressCheck, GatewayProfileView } from './gateway-commands.ts';
import { GatewayHistory, SubscriptionHistory, TeeHistory } from './history.ts';
import { Licences } from './licences.ts';
import { ReceiptDetail, ReceiptsPage } from './receipts-view.ts';
import { SettingCheck, SettingPath, SettingsDescription, SettingValue } from './settings-view.ts';

/** Entries of one page at most. */
export const MAX_PAGE = 200;

const PageLimit = z.int().min(1).max(MAX_PAGE);
const SearchText = z.string().max(200);

/** What can be asked beyond the snapshot. Nothing is changed by asking. */
export const Query = z.discriminatedUnion('name', [
  z.object({ name: z.literal('settings.describe') }),
  z.object({ name: z.literal('settings.check'), path: SettingPath, value: SettingValue }),
  /** `before`: only older ones than this id. */
  z.object({
    name: z.literal('activity.page'),
    ...ActivityFilter.shape,
    before: z.int().min(1).optional(),
    limit: PageLimit,
  }),
  z.object({ name: z.literal('activity.detail'), id: z.int().min(1) }),
  /** All of the entries, as a file has them. */
  z.object({ name: z.literal('activity.export'), filter: ActivityFilter, format: ExportFormat }),
  /** `search`: in the model, the TEE's id, the endpoint or the hashes. */
  z.object({
    name: z.literal('receipts.page'),
    before: z.string().max(100).optional(),
    limit: PageLimit,
    search: SearchText.optional(),
  }),
  z.object({ name: z.literal('receipts.detail'), id: z.string().min(1).max(100) }),
  z.object({ name: z.literal('gateway.profile'), profile: z.string().min(1).max(100) }),
  z.object({
    name: z.literal('gateway.check'),
    url: z.string().max(2_048),
    tlsFingerprint: z.string().max(200).optional(),
  }),
  z.object({ name: z.literal('history.gateway') }),
  z.object({ name: z.literal('history.tee') }),
  z.object({ name: z.literal('history.subscription'), subscription: z.string().min(1).max(200) }),
  /** Asks around: takes up to 10 s. `only`: these checks by their ids; none of them is answered at once, with what there is to check. */
  z.object({ name: z.literal('diagnostics.checks'), only: z.array(z.string().max(60)).max(32).optional() }),
  z.object({ name: z.literal('diagnostics.bundle') }),
  /** With all texts: about 100 kB. */
  z.object({ name: z.literal('about.licences') }),
]);
export type Query = z.infer<typeof Query>;
export type QueryName = Query['name'];

/** What each query is answered with. */
export const QUERY_RESULTS = {
  'settings.describe': SettingsDescription,
  'settings.check': SettingCheck,
  'activity.page': ActivityPage,
  'activity.detail': ActivityDetail,
  'activity.export': ExportedText,
  'receipts.page': ReceiptsPage,
  'receipts.detail': ReceiptDetail,
  'gateway.profile': GatewayProfileView,
  'gateway.check': GatewayAddressCheck,
  'history.gateway': GatewayHistory,
  'history.tee': TeeHistory,
  'history.subscription': SubscriptionHistory,
  'diagnostics.checks': DiagnosticReport,
  'diagnostics.bundle': DiagnosticBundle,
  'about.licences': Licences,
} as const satisfies Record<QueryName, z.ZodType>;

/** The answer to the query of this name. */
export type QueryResult<Name extends QueryName = QueryName> = z.infer<(typeof QUERY_RESULTS)[Name]>;

/** Answer to a query as it crosses a border; `readQueryResult` makes of its value what the name promises. */
export const QueryReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: OutwardError }),
]);
export type QueryReply = z.infer<typeof QueryReply>;

/** `value` as the answer to a query of that name. Throws a `ZodError` when it is none. */
export function readQueryResult<Name extends QueryName>(name: Name, value: unknown): QueryResult<Name> {
  return QUERY_RESULTS[name].parse(value) as QueryResult<Name>;
}
