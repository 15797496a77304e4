import type { ListFunctionsRequest, ListFunctionsResponse } from '@aws-sdk/client-lambda'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { LambdaControl } from '../context.ts'
import { toConfiguration } from '../shapes.ts'

/** One page holds everything. */
export const listFunctions =
  (control: LambdaControl) =>
  (_input: ListFunctionsRequest, { region }: WireContext): ListFunctionsResponse => ({
    Functions: control
      .functions()
      .filter((plan) => plan.region === region)
      .map(toConfiguration),
  })
