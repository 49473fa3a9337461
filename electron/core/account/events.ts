/** How a login came in. */
export type LoginVia = 'browser' | 'pasted' | 'import';

/** What happened to the account, past tense, for the activity log and the notifications. `account` is its e-mail address,
 * or its id for one without. Times are milliseconds since the epoch. No event carries a token. */
export type AccountEvent =
  | { readonly type: 'accountSignedIn'; readonly at: number; readonly account: string; readonly via: LoginVia }
  /** `refused`: the server does not renew it any more, so that only a login helps; worth a notification. `revoked`:
   * whether the server ended the session as well. */
  | {
      readonly type: 'accountSignedOut';
      readonly at: number;
      readonly account: string;
      readonly cause: 'by-hand' | 'refused';
      readonly revoked: boolean;
    }
  /** Another process of this home signed in, out, or chose another account. Null: none is active now. */
  | { readonly type: 'accountChangedElsewhere'; readonly at: number; readonly account: string | null }
  | { readonly type: 'accountSwitched'; readonly at: number; readonly account: string }
  | { readonly type: 'accountRefreshed'; readonly at: number; readonly account: string }
  /** The first failure of an outage of the sign-in server. */
  | { readonly type: 'accountRefreshFailing'; readonly at: number; readonly account: string; readonly reason: string }
  /** The end of an outage that `accountRefreshFailing` began. */
  | { readonly type: 'accountRefreshRecovered'; readonly at: number; readonly account: string }
  /** A login brought another relay or registry than the one before it. Hosts and address only. */
  | { readonly type: 'accountNetworkChanged'; readonly at: number; readonly from: string; readonly to: string };
