import { BoundedMap } from '../../../kernel/bounded-map.ts'
import type { Basis } from './basis.ts'
import { type ValuesPlace, valuesIn } from './message.ts'

/** Each takes a few hundred bytes. */
const KEPT_ANSWERS = 4_096
const ID_BYTES = 2

interface KeptAnswer {
  readonly bytes: Buffer
  readonly basis: Basis
  readonly valuesAt: readonly ValuesPlace[]
}

/**
 * Caches answers by the bytes of their questions: a repeated question is answered without decoding it, as long as everything
 * that decided its answer is unchanged. Values are still shuffled each time.
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

/** The question without its id. */
const keyOf = (question: Buffer, from: string): string => from + question.toString('latin1', ID_BYTES)

/** Fisher–Yates, on records of equal length. */
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
