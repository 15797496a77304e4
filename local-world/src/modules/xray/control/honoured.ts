import type {
  BatchGetTracesRequest,
  GetGroupsRequest,
  GetSamplingRulesRequest,
  GetSamplingTargetsRequest,
  GetServiceGraphRequest,
  GetTraceGraphRequest,
  GetTraceSummariesRequest,
  PutTraceSegmentsRequest,
} from '@aws-sdk/client-xray'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'

/** Members that each operation honours; any other that is set is refused by its name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  BatchGetTraces: honours<BatchGetTracesRequest>({ TraceIds: true }),
  GetGroups: honours<GetGroupsRequest>({}),
  GetSamplingRules: honours<GetSamplingRulesRequest>({}),
  GetSamplingTargets: honours<GetSamplingTargetsRequest>({
    SamplingStatisticsDocuments: {
      RuleName: true,
      ClientID: 'no effect',
      Timestamp: 'no effect',
      RequestCount: 'no effect',
      SampledCount: 'no effect',
      BorrowCount: 'no effect',
    },
  }),
  GetServiceGraph: honours<GetServiceGraphRequest>({
    StartTime: true,
    EndTime: true,
    GroupName: true,
    GroupARN: true,
  }),
  GetTraceGraph: honours<GetTraceGraphRequest>({ TraceIds: true }),
  GetTraceSummaries: honours<GetTraceSummariesRequest>({
    StartTime: true,
    EndTime: true,
    FilterExpression: true,
    NextToken: true,
    // All traces are searched, by the times of their segments.
    Sampling: 'no effect',
    TimeRangeType: 'no effect',
  }),
  PutTraceSegments: honours<PutTraceSegmentsRequest>({ TraceSegmentDocuments: true }),
}
