import { ChartTable } from './chart-table.tsx';
import { linePath } from './line-path.ts';

export interface Line {
  readonly title: string;
  readonly values: readonly number[];
}

interface LineChartProps {
  readonly title: string;
  /** Of the points, the same for every line. */
  readonly points: readonly string[];
  /** At most four: each has a stroke of its own beside its colour. */
  readonly lines: readonly Line[];
}

const width = 600;
const height = 160;

/** How something went over time. The eye gets lines, everybody the numbers. */
export function LineChart({ title, points, lines }: LineChartProps) {
  const most = Math.max(1, ...lines.flatMap(({ values }) => values));
  return (
    <figure className="chart">
      <svg className="chart__lines" viewBox={`-4 -6 ${width + 8} ${height + 12}`} role="img" aria-label={title}>
        {[0, 0.5, 1].map((share) => (
          <path key={share} className="chart__rule" d={`M0 ${height * share}H${width}`} />
        ))}
        {lines.map(({ title: name, values }, index) => (
          <path key={name} className={`chart__line chart__line--${index}`} d={linePath(values, most, width, height)} />
        ))}
      </svg>
      <figcaption className="chart__legend">
        <span>
          {points[0]} to {points.at(-1)}, at most {most} a day
        </span>
        {lines.map(({ title: name }, index) => (
          <span key={name} className="chart__key">
            <svg viewBox="0 0 24 8" width={24} height={8} aria-hidden="true" focusable="false">
              <path className={`chart__line chart__line--${index}`} d="M0 4H24" />
            </svg>
            {name}
          </span>
        ))}
      </figcaption>
      <ChartTable
        caption={title}
        head={['Day', ...lines.map((line) => line.title)]}
        rows={points.map((point, index) => [point, ...lines.map(({ values }) => values[index] ?? 0)])}
      />
    </figure>
  );
}
