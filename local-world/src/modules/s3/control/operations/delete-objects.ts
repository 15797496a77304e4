import type { DeleteObjectsRequest } from '@aws-sdk/client-s3'
import type { RawAnswer, RawInput, WireContext } from '../../../../kernel/wire-service.ts'
import { malformedXml } from '../aws-errors.ts'
import { bucketOrError, type S3Control } from '../context.ts'
import { document, type Elements } from '../xml.ts'

const MOST_OBJECTS = 1_000

export const deleteObjects =
  (control: S3Control) =>
  async (request: RawInput<DeleteObjectsRequest>, context: WireContext): Promise<RawAnswer> => {
    const { name } = bucketOrError(control, request, context)
    const { Objects = [], Quiet = false } = request.members.Delete ?? {}
    if (Objects.length === 0 || Objects.length > MOST_OBJECTS) throw malformedXml()
    const keys = Objects.map(({ Key = '' }) => Key)
    for (const key of keys) await control.store.delete(name, key)
    const deleted: Elements = keys.map((key) => ['Deleted', [['Key', key]]])
    return document('DeleteResult', Quiet ? [] : deleted)
  }
