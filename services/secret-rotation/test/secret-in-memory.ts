import { CURRENT, PENDING, PREVIOUS, type Secret } from '../src/secret.ts'

/** A secret that moves labels like Secrets Manager: a label is on one version, and the former current one becomes previous. */
export class SecretInMemory implements Secret {
  readonly #texts = new Map<string, string>()
  readonly #labels = new Map<string, string>()
  #drawn = 0

  constructor(first: string) {
    this.#texts.set('first', first)
    this.#labels.set(CURRENT, 'first')
  }

  async versions(): Promise<Record<string, string[]>> {
    const versions: Record<string, string[]> = {}
    for (const [label, id] of this.#labels) versions[id] = [...(versions[id] ?? []), label]
    return versions
  }

  async read(stage: string, versionId?: string): Promise<string | undefined> {
    const labelled = this.#labels.get(stage)
    if (labelled === undefined || (versionId !== undefined && versionId !== labelled)) return undefined
    return this.#texts.get(labelled)
  }

  async putPending(versionId: string, text: string): Promise<void> {
    const stored = this.#texts.get(versionId)
    if (stored !== undefined && stored !== text) throw new Error('ResourceExistsException')
    this.#texts.set(versionId, text)
    this.#labels.set(PENDING, versionId)
  }

  async makeCurrent(versionId: string, formerVersionId: string | undefined): Promise<void> {
    if (this.#labels.get(CURRENT) !== formerVersionId) throw new Error('InvalidParameterException')
    if (formerVersionId !== undefined) this.#labels.set(PREVIOUS, formerVersionId)
    this.#labels.set(CURRENT, versionId)
  }

  async drawPassword(): Promise<string> {
    this.#drawn += 1
    return `drawn-${this.#drawn}`
  }
}
