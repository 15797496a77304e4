import type { ListFunctionsRequest, ListFunctionsResponse } from '@aws-sdk/client-lambda'
import { pageOf } from '../../../../kernel/page.ts'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { LambdaControl } from '../context.ts'
import { toConfiguration } from '../shapes.ts'

const PAGE_SIZE = 50

export const listFunctions =
  (control: LambdaControl) =>
  (input: ListFunctionsRequest, { region }: WireContext): ListFunctionsResponse => {
    const { Marker: token, MaxItems: size = PAGE_SIZE } = input
    const here = control.functions().filter((plan) => plan.region === region)
    const { items, next } = pageOf(
      here,
      { size, token },
      (marker) => new AwsError('InvalidParameterValueException', `The marker ${marker} is not valid.`),
    )
    return { Functions: items.map((plan) => toConfiguration(control, plan)), NextMarker: next }
  }
