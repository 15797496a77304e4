import { OperationRefusedError } from '@meridian/operator-tools'

/** A change begins only when the person has typed what it changes. */
export function refuseUnlessTyped(typed: string | undefined, wanted: string): void {
  if (typed !== wanted) throw new OperationRefusedError(`"${typed ?? ''}" was typed; it must be ${wanted}.`)
}
