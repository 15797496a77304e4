import { createTrust } from '../../src/kernel/trust/trust.ts'

/** For tests that are not about authentication: accepts any credentials, like a world started with `--open`. */
export const OPEN = createTrust({ isOpen: true })
