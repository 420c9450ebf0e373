import { dashboard } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { AuthoritySheet } from './authority-sheet.tsx';
import { CredentialSheet } from './credential-sheet.tsx';
import { FunnelSheet } from './funnel-sheet.tsx';
import { GuideSheet } from './guide-sheet.tsx';
import { WorkSheet } from './work-sheet.tsx';
import { DeviceSheet } from './device-sheet.tsx';

/** How often the numbers are looked at again while somebody has them open. */
const everyMs = 30_000;

/** What is not finished, what needs somebody, and how enrolment goes. */
export function DashboardScreen() {
  const numbers = useQuery({ ...adminQuery(dashboard, 'dashboard'), refetchInterval: everyMs });
  // A help desk has callers; what is left of the set-up is not their task.
  const mayWrite = useAllowed('settings.write');
  const mayAudit = useAllowed('audit.read');
  const setsUp = mayWrite || mayAudit;
  return (
    <>
      <ScreenHead title="Dashboard" />
      {setsUp && <GuideSheet />}
      <Loaded query={numbers}>
        {(data) => (
          <div className="sheets">
            <FunnelSheet funnel={data.funnel} />
            <CredentialSheet credentials={data.credentials} expiring={data.expiring} />
            <DeviceSheet devices={data.devices} quiet={data.quiet} />
            <AuthoritySheet authorities={data.authorities} />
            <WorkSheet data={data} />
          </div>
        )}
      </Loaded>
    </>
  );
}
