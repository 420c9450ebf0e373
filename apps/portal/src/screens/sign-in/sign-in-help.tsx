import { Button } from '@trussworks/react-uswds';

/** The two ways a browser gets stuck before it ever reaches us. */
export function SignInHelp({ onOtherCertificate }: { readonly onOtherCertificate: (() => void) | null }) {
  return (
    <div className="folds">
      <details className="fold">
        <summary>What to do when nothing is asked</summary>
        <ul>
          <li>Take the card out, put it back with the chip first, and wait until the light of the reader is steady.</li>
          <li>Close all windows of this browser and open it again; browsers look for cards when they start.</li>
          <li>In Firefox the card needs a security device: ask your help desk for the PKCS#11 module of your card.</li>
          <li>Try another USB port, or the card in another reader, to see which of the two is silent.</li>
        </ul>
      </details>
      {onOtherCertificate !== null && (
        <details className="fold">
          <summary>The wrong certificate is used without asking</summary>
          <p>Browsers remember the certificate that you chose before. This way they ask again:</p>
          <Button type="button" outline className="button-small" onClick={onOtherCertificate}>
            Choose another certificate
          </Button>
        </details>
      )}
    </div>
  );
}
