import { createRequire } from 'node:module'

/** `require` as Pulumi's runtime sees it: its own files, and the very copies of the packages that it uses. */
export const requireAsPulumi = createRequire(createRequire(import.meta.url).resolve('@pulumi/pulumi'))
