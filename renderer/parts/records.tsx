import type { RegistryStatus } from '../../electron/contract/index.ts';
import { hostOf } from '../format/id.ts';
import { usePage } from '../state/page-context.ts';
import { Id, Sentence } from './sentence.tsx';
import { StateWord } from './shape.tsx';

/** The registry's records that are not used, each with its reason; nothing when there are none. */
export function Records({ registry }: { registry: RegistryStatus }) {
  const { text, formats } = usePage();
  const unusable = registry.listed.filter(({ usable }) => !usable);
  if (unusable.length === 0 && registry.skipped.length === 0) return null;
  const all = registry.listed.length + registry.skipped.length;
  const usable = registry.listed.length - unusable.length;
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
