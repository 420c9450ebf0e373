import type { Dashboard } from '@lanyard/contract';
import { BarChart } from '../../parts/charts/bar-chart.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { StatTile } from '../../parts/stat-tile.tsx';
import { platformTitles } from '../../words/platform-words.ts';

export function DeviceSheet({ devices, quiet }: Pick<Dashboard, 'devices' | 'quiet'>) {
  return (
    <Sheet title="Devices">
      <BarChart
        label="Devices by platform"
        bars={devices.map(({ platform, count, link }) => ({ title: platformTitles[platform], value: count, link }))}
      />
      <h3>Not heard of</h3>
      <div className="tiles">
        {quiet.map(({ days, count, atLeast, link }) => (
          <StatTile key={days} title={`for ${days} days`} value={count} atLeast={atLeast} link={link} />
        ))}
      </div>
    </Sheet>
  );
}
