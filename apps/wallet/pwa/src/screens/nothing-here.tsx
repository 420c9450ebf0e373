import type { JSX } from 'react';
import { replaceRoute } from '../model/route.ts';
import { Button } from '../parts/button.tsx';
import { Screen } from '../parts/screen.tsx';

export function NothingHere(): JSX.Element {
  return (
    <Screen
      root
      title="This is no longer here"
      footer={<Button onClick={() => replaceRoute('card')}>Show my card</Button>}
    >
      <p>What you followed was deleted or replaced.</p>
    </Screen>
  );
}
