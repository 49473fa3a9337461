import type { QuarantinedTee, TeeStatus } from '../../../electron/contract/index.ts';
import { hostOf } from '../../format/id.ts';
import { Id, Sentence } from '../../parts/sentence.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';

/** What is not used, or only again on probation, each with its reason; nothing when there is none. */
export function Records({ tee }: { tee: TeeStatus }) {
  const { text, formats } = usePage();
  const { registry, quarantined } = tee;
  const unusable = registry.listed.filter(({ usable }) => !usable);
  if (unusable.length === 0 && registry.skippedTotal === 0 && quarantined.length === 0) return null;
  const all = registry.listedTotal + registry.skippedTotal;
  const usable = registry.usableTotal;
  return (
    <section className="records" aria-labelledby="records-title">
      <h2 id="records-title">
        {text.records.title}
        <span className="second">{text.records.summary(formats.number(usable), formats.number(all))}</span>
      </h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.records.state}</th>
            <th scope="col">{text.records.id}</th>
            <th scope="col" className="host">
              {text.records.host}
            </th>
            <th scope="col">{text.records.reason}</th>
          </tr>
        </thead>
        <tbody>
          {quarantined.map(held => (
            <QuarantineRow key={held.teeId} held={held} endpoint={endpointOf(tee, held.teeId)} />
          ))}
          {unusable.map(({ teeId, endpoint, reason }) => (
            <tr key={teeId}>
              <td>
                <StateWord shape="slash" tone="neutral" word={text.records.unusable} />
              </td>
              <td>
                <Id value={teeId} />
              </td>
              <td className="host" title={endpoint}>
                {hostOf(endpoint)}
              </td>
              <td className="reason">
                <Sentence value={reason ?? ''} />
              </td>
            </tr>
          ))}
          {registry.skipped.map(({ index, reason }) => (
            <tr key={index}>
              <td>
                <StateWord shape="box" tone="neutral" word={text.records.skipped} />
              </td>
              <td>{text.records.position(formats.number(index))}</td>
              <td className="host" />
              <td className="reason">
                <Sentence value={reason} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function QuarantineRow({ held, endpoint }: { held: QuarantinedTee; endpoint: string }) {
  const { text, formats } = usePage();
  const now = useNow();
  const isOut = held.state === 'quarantined';
  return (
    <tr>
      <td>
        {isOut ? (
          <StateWord shape="slash" tone="broken" word={text.records.quarantined} />
        ) : (
          <StateWord shape="half" tone="needs-you" word={text.records.probation} />
        )}
      </td>
      <td>
        <Id value={held.teeId} />
      </td>
      <td className="host" title={endpoint}>
        {hostOf(endpoint)}
      </td>
      <td className="reason">
        <Sentence value={isOut ? text.records.until(formats.time(held.until, now), held.reason) : held.reason} />
      </td>
    </tr>
  );
}

function endpointOf({ registry }: TeeStatus, teeId: string): string {
  return registry.listed.find(listed => listed.teeId === teeId)?.endpoint ?? '';
}
