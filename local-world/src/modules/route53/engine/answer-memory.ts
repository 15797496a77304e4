import { BoundedMap } from '../../../kernel/bounded-map.ts'
import type { Basis } from './basis.ts'
import { type ValuesPlace, valuesIn } from './message.ts'

/** Each a few hundred bytes. */
const KEPT_ANSWERS = 4_096
const ID_BYTES = 2

interface KeptAnswer {
  readonly bytes: Buffer
  readonly basis: Basis
  readonly valuesAt: readonly ValuesPlace[]
}

/**
 * Answers by the bytes of their questions: a question that was asked before is answered without reading it, while all that
 * decided its answer is as it was. Values still come in another order each time.
 */
export class AnswerMemory {
  readonly #kept = new BoundedMap<string, KeptAnswer>(KEPT_ANSWERS)

  recall(question: Buffer, from: string): Buffer | undefined {
    const kept = this.#kept.get(keyOf(question, from))
    if (!kept?.basis.holds()) return undefined
    const bytes = Buffer.from(kept.bytes)
    bytes[0] = question[0] ?? 0
    bytes[1] = question[1] ?? 0
    for (const place of kept.valuesAt) shuffle(bytes, place)
    return bytes
  }

  keep(question: Buffer, from: string, bytes: Buffer, basis: Basis): void {
    const valuesAt = valuesIn(bytes)
    if (valuesAt) this.#kept.set(keyOf(question, from), { bytes, basis, valuesAt })
  }
}

/** All of the question but its id. */
const keyOf = (question: Buffer, from: string): string => from + question.toString('latin1', ID_BYTES)

/** Fisher and Yates, on records of the same length. */
function shuffle(bytes: Buffer, { offset, size, count }: ValuesPlace): void {
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor(Math.random() * (last + 1))
    if (chosen === last) continue
    const [from, to] = [offset + chosen * size, offset + last * size]
    const moved = Buffer.from(bytes.subarray(to, to + size))
    bytes.copyWithin(to, from, from + size)
    moved.copy(bytes, from)
  }
}
