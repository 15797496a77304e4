import type { FailureKind } from '../../kernel/failure.ts'
import { endsIn, idOf } from '../link-ends.ts'
import type { WorldParts } from '../world-parts.ts'

/** Packets are lost; connections stay open but silent, and continue when the link is restored. */
export const cutLink: FailureKind<WorldParts> = {
  kind: 'cut-link',
  summary: 'lets nothing pass between two places',
  prepare(fields, { links }) {
    const { from, to } = endsIn(fields)
    return {
      subject: { from: idOf(from), to: idOf(to) },
      inject: () => links.add(from, to, { isCut: true }),
    }
  },
}
