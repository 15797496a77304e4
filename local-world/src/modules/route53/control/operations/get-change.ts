import type { GetChangeRequest, GetChangeResponse } from '@aws-sdk/client-route-53'
import { AwsError } from '../../../../kernel/wire-service.ts'
import { bareId } from '../aws-errors.ts'
import type { Route53Control } from '../context.ts'
import { changeShape } from '../shapes.ts'

export const getChange =
  ({ store }: Route53Control) =>
  ({ Id }: GetChangeRequest): GetChangeResponse => {
    const record = store.change(bareId(Id ?? ''))
    if (!record)
      throw new AwsError('NoSuchChange', `A change with id ${bareId(Id ?? '')} does not exist.`, 404)
    return { ChangeInfo: changeShape(record) }
  }
