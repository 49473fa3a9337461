import { useState } from 'react';
import { usePage } from '../state/page-context.ts';
import { Option, Options } from './option.tsx';
import { type PageProps, QuestionPage } from './page.tsx';

/** The last question, where the host can: whether it starts with the person's session. */
export function LoginItemPage(props: PageProps) {
  const { snapshot, act, isStale } = props;
  const { text } = usePage();
  const words = text.firstRun.loginItem;
  const [picked, pick] = useState<boolean>();
  const isOn = picked ?? snapshot.setup.loginItem?.isOn ?? false;
  return (
    <QuestionPage
      {...props}
      question={words.question}
      detail={words.detail}
      primary={{
        label: text.firstRun.finish,
        hint: words.hint,
        run: () => act.run([{ name: 'setupLoginItem', isOn }, { name: 'setupFinish' }]),
      }}
    >
      <Options label={text.firstRun.steps['login-item']}>
        {[true, false].map(one => (
          <Option
            key={String(one)}
            name={words[one ? 'on' : 'off'].name}
            detail={words[one ? 'on' : 'off'].detail}
            isChosen={one === isOn}
            isDisabled={act.isRunning || isStale}
            onChoose={() => pick(one)}
          />
        ))}
      </Options>
    </QuestionPage>
  );
}
