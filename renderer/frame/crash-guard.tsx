import { Component, type ReactNode } from 'react';
import { type Page, PageContext } from '../state/page-context.ts';

/** Catches what a part throws while rendering: the person gets a sentence and a way on instead of an empty window. */
export class CrashGuard extends Component<{ children: ReactNode }, { readonly hasFailed: boolean }> {
  static override contextType = PageContext;
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    const page = this.context as Page | undefined;
    return (
      <main className="message" role="alert">
        <h1>{page?.text.crash.title}</h1>
        <p>{page?.text.crash.detail}</p>
        <button type="button" className="button primary" onClick={() => window.location.reload()}>
          {page?.text.crash.reload}
        </button>
      </main>
    );
  }
}
