import type { FailureKind } from '../../kernel/failure.ts'
import { endsIn, idOf } from '../link-ends.ts'
import type { WorldParts } from '../world-parts.ts'

/** A longer route, or a congested one. */
export const slowLink: FailureKind<WorldParts> = {
  kind: 'slow-link',
  summary: 'gives a link another round-trip time, jitter or bandwidth',
  prepare(fields, { links }) {
    const { from, to } = endsIn(fields)
    const rttMs = fields.amount('rttMs')
    const jitterMs = fields.optionalAmount('jitterMs')
    const bandwidthMbps = fields.optionalAmount('bandwidthMbps')
    const change = {
      rttMs,
      ...(jitterMs !== undefined && { jitterMs }),
      ...(bandwidthMbps !== undefined && { bandwidthMbps }),
    }
    return {
      subject: { from: idOf(from), to: idOf(to), ...change },
      inject: () => links.add(from, to, change),
    }
  },
}
