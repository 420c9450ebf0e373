import type { IssuerConfig } from './ports.ts';

export interface IssuerSettings {
  readonly statusUrl: string;
  readonly crlEveryHours: number;
  readonly crlValidHours: number;
  readonly crlCoalesceSeconds: number;
  readonly ocspValidMinutes: number;
  readonly ocspPresignHours: number;
  readonly crlDelta: boolean;
  readonly crlPartitions: number;
  readonly estAuthority: string;
}

/** @throws RangeError naming the setting that is out of its limits */
export function readConfig(config: IssuerConfig): IssuerSettings {
  const { crlEveryHours = 12, crlValidHours = 36, crlCoalesceSeconds = 30, ocspValidMinutes = 15 } = config;
  const { ocspPresignHours = 0, crlDelta = false, crlPartitions = 0, estAuthority = 'derived' } = config;
  const statusUrl = config.statusUrl.replace(/\/+$/, '');
  if (!/^http:\/\/[^/?#\s]+[^?#\s]*$/.test(statusUrl))
    throw new RangeError(`statusUrl must be a plain http address (RFC 5280 §8), not ${config.statusUrl}`);
  within('crlEveryHours', crlEveryHours, 1, 18);
  within('crlValidHours', crlValidHours, 2, 48);
  if (crlValidHours <= crlEveryHours)
    throw new RangeError(
      'crlValidHours must be more than crlEveryHours: else the old CRL ends before the new one comes',
    );
  within('crlCoalesceSeconds', crlCoalesceSeconds, 0, 300);
  within('ocspValidMinutes', ocspValidMinutes, 2, 600);
  within('ocspPresignHours', ocspPresignHours, 0, 24);
  within('crlPartitions', crlPartitions, 0, 64);
  return {
    statusUrl,
    crlEveryHours,
    crlValidHours,
    crlCoalesceSeconds,
    ocspValidMinutes,
    ocspPresignHours,
    crlDelta,
    crlPartitions,
    estAuthority,
  };
}

function within(name: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) throw new RangeError(`${name} must be from ${min} to ${max}, not ${value}`);
}
