import type { RegionId } from '@meridian/topology'

/** What a resource provider gets when the program registers a resource of its type. */
export interface CreateRequest {
  readonly type: string
  readonly name: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly region: RegionId
  readonly accountId: string
  /** Hexadecimal or alphanumeric characters that depend only on the URN: the same program gives the same ids. */
  suffix(length: number, alphabet?: 'hex' | 'base36' | 'upper'): string
}

/** What the AWS provider would return: the physical id, and the computed attributes in addition to the echoed inputs. */
export interface Created {
  readonly id: string
  readonly outputs: Readonly<Record<string, unknown>>
}

export type ResourceProvider = (request: CreateRequest) => Created

interface InvokeRequest {
  /** Such as `aws:index/getAvailabilityZones:getAvailabilityZones`. */
  readonly token: string
  readonly args: Readonly<Record<string, unknown>>
  readonly region: RegionId
  readonly accountId: string
}

export type InvokeProvider = (request: InvokeRequest) => Readonly<Record<string, unknown>>

/** The account that the local world's ARNs name. */
export const LOCAL_ACCOUNT_ID = '000000000000'
