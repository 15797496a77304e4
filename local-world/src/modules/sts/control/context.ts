import type { World } from '../../../kernel/module.ts'

/** What the operations act on: the roles of the program, and the world's own keys. */
export type StsControl = Pick<World, 'graph' | 'trust'>
