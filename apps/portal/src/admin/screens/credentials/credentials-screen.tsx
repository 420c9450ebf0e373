import { ScreenHead } from '../../parts/screen-head.tsx';
import { CredentialList } from './credential-list.tsx';

export const CredentialsScreen = () => (
  <>
    <ScreenHead title="Derived credentials" />
    <CredentialList />
  </>
);
