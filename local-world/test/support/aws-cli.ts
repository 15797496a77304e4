import { spawnSync } from 'node:child_process'
import { describe } from 'vitest'

const version = spawnSync('aws', ['--version'], { encoding: 'utf8' })

/** Tests of the stock AWS CLI; skipped where none is installed. */
export const describeWithAwsCli = version.status === 0 ? describe : describe.skip
