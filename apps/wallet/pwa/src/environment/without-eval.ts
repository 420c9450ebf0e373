// The page's policy forbids making code from text; the schemas' library tries to, unless told before it loads.
declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

globalThis.__zod_globalConfig = { jitless: true };

export {};
