import { expect, it } from 'vitest'
import { calculateSignature, readSignature, type Signature, sha256 } from './signature.ts'

/** S3's documentation has one with a slash, IAM's one with a plus. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const EMPTY = sha256('')

function signatureOf(
  method: string,
  target: string,
  headers: Record<string, string>,
  payload: string,
  secret: string,
) {
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
  const request = { method, target, headers: lists }
  const signature = readSignature(request) as Signature
  return { given: signature.signature, calculated: calculateSignature(request, signature, payload, secret) }
}

const s3Header = (signedHeaders: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${signature}`

// The worked examples in AWS's documentation.
it.each([
  {
    example: 'S3: GET with a range',
    method: 'GET',
    target: '/test.txt',
    payload: EMPTY,
    headers: {
      authorization: s3Header(
        'host;range;x-amz-content-sha256;x-amz-date',
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ),
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': EMPTY,
      'x-amz-date': '20130524T000000Z',
    },
  },
  {
    example: 'S3: PUT of a name with a dollar sign',
    method: 'PUT',
    target: '/test$file.text',
    payload: sha256('Welcome to Amazon S3.'),
    headers: {
      authorization: s3Header(
        'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      ),
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-content-sha256': sha256('Welcome to Amazon S3.'),
      'x-amz-date': '20130524T000000Z',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    },
  },
  {
    example: 'S3: a query parameter without a value',
    method: 'GET',
    target: '/?lifecycle',
    payload: EMPTY,
    headers: {
      authorization: s3Header(
        'host;x-amz-content-sha256;x-amz-date',
        'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
      ),
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-content-sha256': EMPTY,
      'x-amz-date': '20130524T000000Z',
    },
  },
  {
    example: 'S3: a presigned address',
    method: 'GET',
    payload: 'UNSIGNED-PAYLOAD',
    target:
      '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    headers: { host: 'examplebucket.s3.amazonaws.com' },
  },
  {
    example: 'IAM: ListUsers in the query',
    method: 'GET',
    target: '/?Action=ListUsers&Version=2010-05-08',
    payload: EMPTY,
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      host: 'iam.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
    },
  },
])(
  'gives the signature of AWS’s worked example: $example',
  ({ method, target, headers, payload, example }) => {
    const secret = example.startsWith('IAM') ? SECRET.replace('G/b', 'G+b') : SECRET
    const { given, calculated } = signatureOf(method, target, headers, payload, secret)
    expect(calculated).toBe(given)
  },
)
