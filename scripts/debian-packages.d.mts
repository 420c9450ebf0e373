export interface DebianPackage {
  readonly name: string;
  readonly probe: string;
  readonly use: string;
}
export const DEBIAN_PACKAGES: readonly DebianPackage[];
export function programPath(name: string): string | undefined;
export function missingPackages(): readonly DebianPackage[];
