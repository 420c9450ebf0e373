import type { AuthorityView } from '@lanyard/contract';
import { authorityView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { serverNow } from '../../../api/server-clock.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { FactList } from '../../parts/fact-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { AuthorityActs } from './authority-acts.tsx';
import { authorityState, keyPlaces, kindTitles, sizeWords } from './authority-words.ts';
import { ChainPicture } from './chain-picture.tsx';
import { FileLinks } from './file-links.tsx';
import { ValidityBar } from './validity-bar.tsx';

/** One authority: whether it issues, whether others can learn of revocations, and its files. */
export function AuthorityScreen() {
  const authority = useQuery(adminQuery(authorityView, pathOf('authorities', useParam('id'))));
  const mayWrite = useAllowed('authorities.write');
  const { data } = authority;
  return (
    <>
      <ScreenHead
        title={data === undefined ? 'Authority' : nameOf(data)}
        of={{ title: 'Authorities', path: '/admin/authorities' }}
        acts={mayWrite && data !== undefined && <AuthorityActs authority={data} />}
      />
      <Loaded query={authority}>{(found) => <Authority authority={found} />}</Loaded>
    </>
  );
}

const nameOf = ({ subject, id }: AuthorityView): string => /CN=([^,]+)/.exec(subject)?.[1] ?? id;

function Authority({ authority }: { readonly authority: AuthorityView }) {
  const { id, line, kind, subject, serial, sha256, keyType, keyPlace, notBefore, notAfter, activeFrom } = authority;
  return (
    <>
      <p>
        <StateMark state={authorityState(authority, serverNow())} />{' '}
        <Link to={`/admin/certificates?authority=${id}`}>Certificates of this authority</Link>
      </p>
      <div className="sheets">
        <Sheet title="Certificate">
          <FactList
            facts={[
              { title: 'Subject', value: subject },
              { title: 'For', value: kindTitles[kind] },
              { title: 'Line', value: line },
              { title: 'Issues from', value: <DateText at={activeFrom} /> },
              { title: 'Key', value: `${keyType}. ${keyPlaces[keyPlace]}.` },
              { title: 'Serial number', value: <code>{serial}</code> },
              { title: 'SHA-256', value: <code>{sha256}</code> },
            ]}
          />
          <ValidityBar notBefore={notBefore} notAfter={notAfter} />
          <FileLinks what="certificate" path={`authorities/${id}/certificate`} />
        </Sheet>
        <Sheet title="Chain">
          <ChainPicture authority={authority} />
        </Sheet>
        <CrlSheet authority={authority} />
        <OcspSheet authority={authority} />
      </div>
    </>
  );
}

function CrlSheet({ authority: { id, crl } }: { readonly authority: AuthorityView }) {
  return (
    <Sheet title="CRL">
      {crl === null ? (
        <p>None yet. It is made as soon as the key of the authority can sign, or imported from a key ceremony.</p>
      ) : (
        <>
          <FactList
            facts={[
              { title: 'Number', value: crl.number },
              { title: 'Of', value: <DateText at={crl.thisUpdate} /> },
              { title: 'The next by', value: <DateText at={crl.nextUpdate} /> },
              { title: 'Size', value: sizeWords(crl.octets) },
              { title: 'Address', value: <Address url={crl.url} what="CRL address" /> },
            ]}
          />
          <FileLinks what="CRL" path={`authorities/${id}/crl`} />
        </>
      )}
    </Sheet>
  );
}

const OcspSheet = ({ authority: { ocsp } }: { readonly authority: AuthorityView }) => (
  <Sheet title="OCSP">
    <FactList
      facts={[
        { title: 'Responder certificate until', value: <MaybeDate at={ocsp.responderNotAfter} none="none" /> },
        { title: 'Address', value: <Address url={ocsp.url} what="OCSP address" /> },
      ]}
    />
  </Sheet>
);

const Address = ({ url, what }: { readonly url: string; readonly what: string }) => (
  <>
    <code>{url}</code> <CopyButton text={url} what={what} />
  </>
);
