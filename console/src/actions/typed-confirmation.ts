import { OperationRefusedError } from '@meridian/operator-tools'

/** Refuses a change unless the name of what it changes has been typed. */
export function refuseUnlessTyped(typed: string | undefined, wanted: string): void {
  if (typed !== wanted) throw new OperationRefusedError(`"${typed ?? ''}" was typed; it must be ${wanted}.`)
}
