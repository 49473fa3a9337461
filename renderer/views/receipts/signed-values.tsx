import type { ReceiptDetail } from '../../../electron/contract/index.ts';
import { CopyIconButton } from '../../parts/copy-button.tsx';
import { usePage } from '../../state/page-context.ts';

const VERIFY_COMMAND = 'gatehouse receipts verify';

/** Hashes, signature and key, whole, as they are compared; and how somebody else checks them. */
export function SignedValues({
  detail: { requestHash, outputHash, signature, signingKeyDer, exportName },
}: {
  detail: ReceiptDetail;
}) {
  const { text } = usePage();
  const words = text.views.receipts;
  const command = `${VERIFY_COMMAND} ${exportName}`;
  return (
    <>
      <section className="signed">
        <h3>{words.hashes}</h3>
        <dl>
          <SignedValue name={words.requestHash} value={requestHash} />
          <SignedValue name={words.outputHash} value={outputHash} />
          <SignedValue name={words.signature} value={signature} isLong />
          <SignedValue name={words.key} value={signingKeyDer} isLong />
        </dl>
        <p className="caption">{words.hashesHint}</p>
      </section>
      <section className="signed">
        <p className="caption">{words.verifyHint}</p>
        <p className="verify">
          <code>{command}</code>
          <CopyIconButton value={command} label={words.copyCommand} />
        </p>
      </section>
    </>
  );
}

/** A value in full; a long one in two lines, and whole when it is copied. */
function SignedValue({ name, value, isLong = false }: { name: string; value: string; isLong?: boolean }) {
  const { text } = usePage();
  return (
    <>
      <dt>
        {name}
        <CopyIconButton value={value} label={text.views.receipts.copyName(name)} />
      </dt>
      <dd>
        <code className={isLong ? 'long' : undefined} title={value}>
          {value}
        </code>
      </dd>
    </>
  );
}
