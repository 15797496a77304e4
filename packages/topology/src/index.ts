export { AREAS, type Area, type GeoMatch, WESTERN_STATES } from './areas.ts'
export { CITIES, CITY_IDS, type City, type CityId, isCityId } from './cities.ts'
export {
  inCity,
  inRegion,
  LATENCY_TABLES,
  type LatencyTable,
  neighboursOf,
  type Place,
  placeName,
  regionsByDistance,
  roundTripMs,
  samePlace,
} from './latency.ts'
export {
  clusterId,
  DATABASE_NAME,
  DATABASE_PORT,
  DATABASE_READER,
  dnsNames,
  GLOBAL_CLUSTER_ID,
  imageRepository,
  instanceId,
  ORIGIN_KEY_HEADER,
  PROJECT,
  REGION_HEALTH_PATH,
  SERVICE_NAMES,
  SERVICES,
  type ServiceDefinition,
  type ServiceName,
  XRAY_REPOSITORY,
} from './names.ts'
export {
  type Continent,
  FIRST_PRIMARY,
  isRegionId,
  otherRegions,
  parseRegionId,
  REGION_IDS,
  REGIONS,
  type Region,
  type RegionId,
} from './regions.ts'
