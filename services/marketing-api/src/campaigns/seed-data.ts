interface SeedText {
  readonly title: string
  readonly summary: string
  readonly body: string
}

export interface SeedCampaign {
  readonly slug: string
  readonly model: string
  readonly starts_at: string
  readonly ends_at: string | null
  readonly attributes: Readonly<Record<string, unknown>>
  readonly texts: Readonly<Record<'ko' | 'en', SeedText>>
}

const FROM = '2026-01-01T00:00:00Z'

/** The campaigns that a new world shows, in the order of the home page. */
export const SEED_CAMPAIGNS: readonly SeedCampaign[] = [
  {
    slug: 'haneul-7-first-drive',
    model: 'Haneul 7',
    starts_at: FROM,
    ends_at: null,
    attributes: {
      bodyType: 'suv',
      powertrain: 'electric',
      rangeKm: 611,
      seats: 7,
      priceFrom: { KRW: 64900000, USD: 52900 },
      colours: ['glacier white', 'pine green', 'graphite'],
    },
    texts: {
      ko: {
        title: '하늘 7, 첫 번째 시승',
        summary: '한 번 충전으로 611 km, 일곱 명이 함께 떠나는 전기 SUV를 가장 먼저 만나보세요.',
        body: '넓은 세 번째 줄과 조용한 실내, 그리고 18분 급속 충전. 하늘 7은 긴 여행을 위해 만들어졌습니다. 가까운 전시장에서 40분 시승을 예약하시면 전문 큐레이터가 함께합니다.',
      },
      en: {
        title: 'Haneul 7: be first to drive it',
        summary: 'Seven seats, 380 miles on one charge. Meet the electric SUV made for the long way round.',
        body: 'A third row for grown-ups, a cabin as quiet as a library and an 18-minute fast charge: the Haneul 7 is made for long journeys. Book a 40-minute drive at a showroom near you; a product guide comes along.',
      },
    },
  },
  {
    slug: 'baram-ev-city-week',
    model: 'Baram EV',
    starts_at: FROM,
    ends_at: null,
    attributes: {
      bodyType: 'hatchback',
      powertrain: 'electric',
      rangeKm: 412,
      seats: 5,
      priceFrom: { KRW: 31900000, USD: 27900 },
      colours: ['coral', 'sky', 'chalk'],
    },
    texts: {
      ko: {
        title: '바람 EV와 보내는 일주일',
        summary: '출퇴근길을 바꾸는 소형 전기차를 일주일 동안 내 차처럼 타보세요.',
        body: '좁은 골목도, 마트 주차장도 가뿐합니다. 신청하신 분 가운데 매주 50분께 바람 EV를 일주일 동안 빌려드립니다. 가정용 충전기 상담도 무료입니다.',
      },
      en: {
        title: 'A week with the Baram EV',
        summary: 'Borrow our small electric car for seven days and see what it does to your commute.',
        body: 'Narrow lanes, supermarket car parks, school runs: the Baram EV makes little of them. Every week fifty people who ask get one for seven days, with free advice on charging at home.',
      },
    },
  },
  {
    slug: 'sol-hybrid-lease',
    model: 'Sol Hybrid',
    starts_at: FROM,
    ends_at: null,
    attributes: {
      bodyType: 'sedan',
      powertrain: 'hybrid',
      litresPer100Km: 3.9,
      seats: 5,
      priceFrom: { KRW: 36500000, USD: 29800 },
      monthlyFrom: { KRW: 389000, USD: 329 },
    },
    texts: {
      ko: {
        title: '솔 하이브리드, 월 38만 9천 원부터',
        summary: '보증금 없이 시작하는 36개월 리스. 복합 연비 25.6 km/L로 주유소에 갈 일이 줄어듭니다.',
        body: '매일 타는 차일수록 연비가 중요합니다. 솔 하이브리드는 도심에서 절반 이상을 전기로 달립니다. 보험과 정비를 포함한 36개월 리스를 보증금 없이 시작하세요.',
      },
      en: {
        title: 'Sol Hybrid from $329 a month',
        summary: 'A 36-month lease with nothing down. 60 miles to the gallon take you far.',
        body: 'The car you drive every day is the one whose thirst matters. In town the Sol Hybrid runs on electricity more than half of the time. Lease it for 36 months with service and insurance included and nothing to pay at the start.',
      },
    },
  },
  {
    slug: 'maru-pickup-weekend',
    model: 'Maru Pickup',
    starts_at: FROM,
    ends_at: null,
    attributes: {
      bodyType: 'pickup',
      powertrain: 'diesel-hybrid',
      payloadKg: 1050,
      towingKg: 3500,
      seats: 5,
      priceFrom: { KRW: 42800000, USD: 37400 },
    },
    texts: {
      ko: {
        title: '마루 픽업 주말 캠핑 시승',
        summary: '1톤을 싣고 3.5톤을 끕니다. 이번 주말, 캠핑 장비까지 함께 빌려드립니다.',
        body: '금요일 저녁에 받아 월요일 아침에 돌려주세요. 루프톱 텐트와 220V 전원이 준비된 마루 픽업으로 주말을 보내고, 마음에 드시면 장비값만큼 할인해 드립니다.',
      },
      en: {
        title: 'Maru Pickup: a weekend outdoors',
        summary: 'Carries a tonne, tows three and a half. Borrow it this weekend, tent included.',
        body: 'Collect it on Friday evening, bring it back on Monday morning. The Maru Pickup comes with a rooftop tent and mains power in the bed. Keep the truck and the price of the kit comes off.',
      },
    },
  },
  {
    slug: 'byeol-gt-track-day',
    model: 'Byeol GT',
    starts_at: FROM,
    ends_at: null,
    attributes: {
      bodyType: 'coupe',
      powertrain: 'electric',
      powerKw: 448,
      accelerationSeconds: 3.1,
      rangeKm: 520,
      priceFrom: { KRW: 98700000, USD: 82500 },
    },
    texts: {
      ko: {
        title: '별 GT 트랙 데이',
        summary: '정지에서 시속 100 km까지 3.1초. 서킷에서 직접 느껴보세요.',
        body: '전문 드라이버와 함께 서킷을 다섯 바퀴 돕니다. 헬멧과 점심은 저희가 준비합니다. 운전 경력 2년 이상이면 누구나 신청할 수 있습니다.',
      },
      en: {
        title: 'Byeol GT track day',
        summary: 'From rest to 62 mph in 3.1 seconds. Feel it where it belongs.',
        body: 'Five laps of the circuit with a professional beside you; helmet and lunch are ours. Anybody who has held a licence for two years may ask for a place.',
      },
    },
  },
  {
    slug: 'narae-family-trade-in',
    model: 'Narae',
    starts_at: FROM,
    ends_at: null,
    attributes: {
      bodyType: 'van',
      powertrain: 'hybrid',
      seats: 9,
      slidingDoors: true,
      priceFrom: { KRW: 45200000, USD: 38900 },
      tradeInBonus: { KRW: 2000000, USD: 1500 },
    },
    texts: {
      ko: {
        title: '나래로 바꾸면 200만 원 더',
        summary: '타시던 차를 저희에게 맡기시면 시세에 200만 원을 더해 드립니다.',
        body: '아홉 명이 타고도 유모차가 들어갑니다. 어떤 브랜드든, 타시던 차의 값을 매겨 드리고 나래 계약에서 200만 원을 더 빼드립니다. 온라인 견적은 3분이면 충분합니다.',
      },
      en: {
        title: '$1,500 more for your old car',
        summary: 'Trade any make for the nine-seat Narae and we add $1,500 to what it is worth.',
        body: 'Nine people and still room for the pushchair. We value the car you have, whatever its make, and take another $1,500 off the Narae. The online quote takes three minutes.',
      },
    },
  },
  {
    slug: 'onda-hydrogen-preview',
    model: 'Onda',
    starts_at: FROM,
    ends_at: null,
    attributes: {
      bodyType: 'crossover',
      powertrain: 'hydrogen',
      rangeKm: 702,
      refuelMinutes: 5,
      seats: 5,
    },
    texts: {
      ko: {
        title: '온다, 수소로 702 km',
        summary: '5분 충전, 702 km 주행. 내년에 오는 수소 크로스오버의 소식을 가장 먼저 받아보세요.',
        body: '온다는 달리면서 물만 남깁니다. 관심 등록을 하시면 출시일과 가까운 수소 충전소 소식을 알려드리고, 사전 공개 행사에 먼저 초대합니다.',
      },
      en: {
        title: 'Onda: 436 miles on hydrogen',
        summary:
          'Five minutes to refuel, 436 miles to drive. Hear first about the crossover that comes next year.',
        body: 'The Onda leaves nothing behind but water. Tell us that you are interested: we will write when it arrives and where you can refuel it, and invite you to the preview.',
      },
    },
  },
]
