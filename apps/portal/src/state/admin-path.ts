/** Whether a path of this origin belongs to the admin portal, which the self-service pages do not load. */
export const isAdminPath = (path: string): boolean => /^\/admin(?:[/?#]|$)/u.test(path);
