import type { Dashboard } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { FunnelChart } from '../../parts/charts/funnel-chart.tsx';
import { LineChart } from '../../parts/charts/line-chart.tsx';
import { Sheet } from '../../parts/sheet.tsx';

/** The server counts by days of its own calendar, "2026-11-22". */
const dayOf = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** How far people come between asking for a credential and having it. */
export function FunnelSheet({ funnel }: { readonly funnel: Dashboard['funnel'] }) {
  const { days, link } = funnel;
  const sum = (of: 'requested' | 'registered' | 'accepted' | 'activated'): number =>
    days.reduce((all, day) => all + day[of], 0);
  const asked = sum('requested');
  return (
    <Sheet title="Enrolment in the last 30 days" wide>
      {asked === 0 ? (
        <p>Nobody asked for a credential in this time. Invite people under Users, People.</p>
      ) : (
        <div className="sheets">
          <FunnelChart
            label="How far requests came"
            steps={[
              { title: 'Requested', value: asked },
              { title: 'Phone registered', value: sum('registered') },
              { title: 'Password accepted', value: sum('accepted') },
              { title: 'Activated', value: sum('activated') },
            ]}
          />
          <LineChart
            title="Requests and activations by day"
            points={days.map(({ day }) => dayOf.format(new Date(day)))}
            lines={[
              { title: 'Requested', values: days.map(({ requested }) => requested) },
              { title: 'Activated', values: days.map(({ activated }) => activated) },
            ]}
          />
        </div>
      )}
      <p>
        <Link to={link}>All requests</Link>
      </p>
    </Sheet>
  );
}
