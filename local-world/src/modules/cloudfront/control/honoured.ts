import type {
  CreateInvalidationRequest,
  GetDistributionConfigRequest,
  GetDistributionRequest,
  GetInvalidationRequest,
  ListDistributionsRequest,
  UpdateDistributionRequest,
} from '@aws-sdk/client-cloudfront'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'

/** Members that each operation honours; any other member is refused by name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  CreateInvalidation: honours<CreateInvalidationRequest>({ DistributionId: true, InvalidationBatch: true }),
  GetDistribution: honours<GetDistributionRequest>({ Id: true }),
  GetDistributionConfig: honours<GetDistributionConfigRequest>({ Id: true }),
  GetInvalidation: honours<GetInvalidationRequest>({ DistributionId: true, Id: true }),
  ListDistributions: honours<ListDistributionsRequest>({ Marker: true, MaxItems: true }),
  UpdateDistribution: honours<UpdateDistributionRequest>({
    DistributionConfig: true,
    Id: true,
    IfMatch: true,
  }),
}
