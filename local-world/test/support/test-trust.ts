import { createTrust } from '../../src/kernel/trust/trust.ts'

/** For tests of what happens once a caller is let in: any credentials will do, as in a world that was started with \`--open\`. */
export const OPEN = createTrust({ isOpen: true })
