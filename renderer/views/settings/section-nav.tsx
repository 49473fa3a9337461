import { useEffect, useState } from 'react';
import { hrefOf } from '../../format/route.ts';
import { usePage } from '../../state/page-context.ts';

/** How far beneath the top of the view a section begins to be the one that is read, in pixels. */
const READ_LINE_PX = 120;

/** The way between the sections; the one in sight is marked. */
export function SectionNav({ sections }: { sections: readonly { readonly id: string; readonly title: string }[] }) {
  const { text } = usePage();
  const current = useSectionInSight(sections.map(({ id }) => id).join(' '));
  return (
    <nav className="section-nav" aria-label={text.views.settings.sections}>
      {sections.map(({ id, title }) => (
        <a key={id} href={hrefOf('settings', { section: id })} aria-current={id === current ? 'location' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}

function useSectionInSight(ids: string): string | undefined {
  const [current, setCurrent] = useState<string>();
  useEffect(() => {
    const view = document.querySelector('main.view-settings');
    if (view === null) return;
    const all = ids.split(' ');
    const look = (): void => {
      const line = view.getBoundingClientRect().top + READ_LINE_PX;
      const isAtEnd = view.scrollTop > 0 && view.scrollTop + view.clientHeight >= view.scrollHeight - 2;
      const passed = all.filter(
        id => (document.getElementById(`section-${id}`)?.getBoundingClientRect().top ?? Infinity) <= line,
      );
      setCurrent(isAtEnd ? all.at(-1) : (passed.at(-1) ?? all[0]));
    };
    look();
    view.addEventListener('scroll', look, { passive: true });
    return () => view.removeEventListener('scroll', look);
  }, [ids]);
  return current;
}
