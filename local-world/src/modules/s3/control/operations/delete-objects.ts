import type { RawAnswer, RawRequest, WireContext } from '../../../../kernel/wire-service.ts'
import { bucketOrFault, type S3Control } from '../context.ts'
import { document, type Elements } from '../xml.ts'

export const deleteObjects =
  (control: S3Control) =>
  async (request: RawRequest, context: WireContext): Promise<RawAnswer> => {
    const { name } = bucketOrFault(control, request, context)
    const text = request.bytes.toString('utf8')
    const keys = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => unescaped(key))
    for (const key of keys) await control.store.delete(name, key)
    const deleted: Elements = keys.map((key) => ['Deleted', [['Key', key]]])
    return document('DeleteResult', text.includes('<Quiet>true</Quiet>') ? [] : deleted)
  }

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
