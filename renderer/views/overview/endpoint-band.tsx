import type { ProxyStatus } from '../../../electron/contract/index.ts';
import { environmentLines } from '../../format/environment.ts';
import { PROXY_PRESENTATION } from '../../parts/present.ts';
import { StateWord } from '../../parts/shape.tsx';
import { showWhole } from '../../parts/show-whole.ts';
import { usePage } from '../../state/page-context.ts';
import { useCopy } from '../../state/use-copy.ts';
import { useSentences } from '../../state/use-sentences.tsx';
import { useActions } from '../../state/view-context.ts';

/** What goes into a client's settings, and what passed through. */
export function EndpointBand({ proxy }: { proxy: ProxyStatus }) {
  const { text, formats } = usePage();
  const say = useSentences();
  const { endpoint, requestsInvalid: invalid = 0 } = proxy;
  const { copyEndpoint: endpointCopy } = useActions();
  const environmentCopy = useCopy();
  const label = (result: 'copied' | 'failed' | undefined, idle: string): string =>
    result === 'copied' ? text.endpoint.copied : result === 'failed' ? text.endpoint.copyFailed : idle;
  return (
    <section className="endpoint" aria-label={text.endpoint.label}>
      <span className="quiet">{text.endpoint.label}</span>
      {endpoint === null ? (
        <>
          <StateWord {...PROXY_PRESENTATION[proxy.state]} word={text.proxyState[proxy.state]} />
          {proxy.remedy === null && (
            <span className="cut second" onPointerEnter={showWhole}>
              {say.proxy(proxy)}
            </span>
          )}
        </>
      ) : (
        <>
          <code className="cut" title={endpoint}>
            {endpoint}
          </code>
          <button
            type="button"
            className="button fixed"
            aria-keyshortcuts="Control+Shift+C Meta+Shift+C"
            onClick={() => endpointCopy.copy(endpoint)}
          >
            {label(endpointCopy.result, text.endpoint.copy)}
          </button>
          <button
            type="button"
            className="button ghost"
            onClick={() => environmentCopy.copy(environmentLines(endpoint, navigator.userAgent))}
          >
            {label(environmentCopy.result, text.endpoint.copyEnvironment)}
          </button>
          <span role="status" className="hidden">
            {endpointCopy.result === 'copied' || environmentCopy.result === 'copied' ? text.endpoint.copied : ''}
          </span>
        </>
      )}
      <span className="counts">
        {proxy.verification === 'progressive' && (
          <span className="pin" title={text.endpoint.progressiveHint}>
            {text.endpoint.progressive}
          </span>
        )}
        <span>
          {text.endpoint.counts(formats.number(proxy.answersVerified), formats.number(proxy.answersRefused))}
          {proxy.requestsFailed > 0 && `, ${text.endpoint.failed(formats.number(proxy.requestsFailed))}`}
          {invalid > 0 && `, ${text.endpoint.invalid(formats.number(invalid))}`}
        </span>
      </span>
    </section>
  );
}
