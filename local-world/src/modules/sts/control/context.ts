import type { World } from '../../../kernel/module.ts'

/** Dependencies of this control plane's operations: the program's roles and the world's own keys. */
export type StsControl = Pick<World, 'graph' | 'trust'>
