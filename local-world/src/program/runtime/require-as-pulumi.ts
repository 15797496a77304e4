import { createRequire } from 'node:module'

/** `require` as Pulumi's runtime resolves it: its own files, and the same copies of the packages that it uses. */
export const requireAsPulumi = createRequire(createRequire(import.meta.url).resolve('@pulumi/pulumi'))
