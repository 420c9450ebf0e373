import type { LintFinding, LintInput, LintRule } from './input.ts';
import { lintApps } from './lint-apps.ts';
import { lintConfigurations } from './lint-configurations.ts';
import { lintCoverage } from './lint-coverage.ts';
import { lintSettings } from './lint-settings.ts';

const RULES: readonly LintRule[] = [lintCoverage, lintSettings, lintConfigurations, lintApps];
const ORDER = { error: 0, warning: 1, advice: 2 } as const;

/** All that is wrong, unwise or forgotten in what is configured, the worst first. */
export const lintAll = (input: LintInput): LintFinding[] =>
  RULES.flatMap((rule) => rule(input)).sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
