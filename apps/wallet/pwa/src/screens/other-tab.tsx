import type { JSX } from 'react';
import { Button } from '../parts/button.tsx';
import { Screen } from '../parts/screen.tsx';

export function OtherTabScreen({ onTakeOver }: { readonly onTakeOver: () => void }): JSX.Element {
  return (
    <Screen root title="The wallet is open in another tab" footer={<Button onClick={onTakeOver}>Use it here</Button>}>
      <p className="lead">Two at once would get in each other’s way. Nothing is lost by changing over.</p>
    </Screen>
  );
}
