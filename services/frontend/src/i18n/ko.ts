import { LEAD_LIMITS } from '@meridian/contract'
import type { Messages } from './en.ts'
import { formatCount } from './format-count.ts'

export const ko: Messages = {
  languageName: '한국어',
  brand: '메리디안 모터스',
  skipToContent: '본문 바로가기',
  navigation: { label: '주 메뉴', models: '모델', status: '서비스 상태', language: '언어' },
  home: {
    title: '당신이 있는 곳이 곧 출발점입니다',
    kicker: '2027년형 라인업',
    lead: '어디에서 출발하든 든든한 힘이 함께합니다. 마음에 드는 차를 골라 이번 달에 직접 시승해 보세요.',
    choose: '차량 보기',
    campaigns: '진행 중인 캠페인',
    none: '새로운 캠페인을 준비하고 있습니다. 조금만 기다려 주세요.',
  },
  campaign: {
    from: (price) => `${price}부터`,
    facts: '한눈에 보기',
    until: (date) => `${date}까지`,
    back: '전체 캠페인',
    notFoundTitle: '이 캠페인은 종료되었습니다',
    notFound: '기간이 끝났거나 주소가 올바르지 않습니다. 진행 중인 캠페인은 홈에서 확인하실 수 있습니다.',
  },
  form: {
    title: '시승 예약',
    lead: '연락처를 남겨 주시면 가까운 전시장에서 영업일 기준 하루 안에 연락드립니다.',
    name: '이름',
    email: '이메일',
    phone: '전화번호',
    message: '남기실 말씀',
    optional: '선택',
    consent: '시승 예약을 위해 메리디안 모터스가 위 정보를 보관하는 데 동의합니다.',
    submit: '시승 신청하기',
    mistakesTitle: (count) => `입력 내용 ${count}건을 확인해 주세요`,
    mistakes: {
      nameMissing: '이름을 입력해 주세요.',
      get nameLong() {
        return `이름은 ${formatCount('ko', LEAD_LIMITS.name)}자 이내로 입력해 주세요.`
      },
      emailInvalid: 'mina@example.com과 같은 형식의 이메일 주소를 입력해 주세요.',
      phoneInvalid: '010-1234-5678과 같이 숫자 7~15자리의 전화번호를 입력해 주세요.',
      get messageLong() {
        return `남기실 말씀은 ${formatCount('ko', LEAD_LIMITS.message)}자 이내로 입력해 주세요.`
      },
      consentMissing: '개인정보 보관에 동의해 주셔야 신청하실 수 있습니다.',
    },
  },
  unsent: {
    details: '입력하신 내용',
    sendAgain: '다시 보내기',
    change: '내용 수정하기',
    reasons: {
      unavailable: {
        title: '신청이 아직 확인되지 않았습니다',
        text: '저희 시스템에서 제때 확인하지 못했습니다. 입력하신 내용에는 문제가 없으며 아래에 그대로 있습니다. 잠시 후 다시 보내 주세요. 여러 번 보내셔도 한 건으로 접수됩니다.',
      },
      tooMany: {
        title: '1분만 기다려 주세요',
        text: '같은 네트워크에서 신청이 많이 들어왔습니다. 입력하신 내용은 아래에 그대로 있으니 1분 뒤 다시 보내 주세요.',
      },
      keyReused: {
        title: '이미 보내신 양식입니다',
        text: '이 양식은 이미 다른 내용으로 접수되었습니다. 아래 내용으로 새로 신청하시려면 다시 보내 주세요.',
      },
      rejected: {
        title: '입력하신 내용을 접수하지 못했습니다',
        text: '내용을 수정한 뒤 다시 보내 주세요. 입력하신 내용은 아래에 그대로 있습니다.',
      },
      lost: {
        title: '저희 쪽 장애로 신청이 유실되었습니다',
        text: '접수를 확인해 드렸으나, 신청을 저장한 리전에 장애가 생겨 다른 리전으로 전달되지 못했습니다. 불편을 드려 죄송합니다. 다시 보내 주시면 같은 신청으로 접수됩니다.',
      },
    },
  },
  thanks: {
    reference: '접수 번호',
    home: '캠페인으로 돌아가기',
    states: {
      stored: {
        title: '감사합니다. 신청이 접수되었습니다.',
        text: '신청 내용이 저장되었습니다. 가까운 전시장에서 영업일 기준 하루 안에 연락드리겠습니다.',
        next: '접수 번호를 보관해 주세요. 문의하실 때 알려 주시면 신청 내용을 바로 찾을 수 있습니다.',
      },
      unknown: {
        title: '이 번호로 접수된 신청이 없습니다',
        text: '받으신 주소와 같은지 확인해 주세요.',
        next: '방금 신청하셨다면 몇 초 뒤 다시 시도해 주세요.',
      },
      unchecked: {
        title: '지금은 신청을 조회할 수 없습니다',
        text: '데이터베이스가 응답하지 않습니다. 신청서를 보내고 이 페이지로 오셨다면 이미 접수되었으며, 잠시 후 여기에서 확인하실 수 있습니다.',
        next: '접수 번호를 보관하시고 잠시 후 다시 시도해 주세요.',
      },
    },
  },
  status: {
    title: '서비스 상태',
    lead: '이 페이지를 연 시점에 확인한 상태입니다.',
    ok: '정상',
    degraded: '일부 제한',
    down: '중단',
    unknown: '알 수 없음',
    website: '웹사이트',
    offers: '캠페인 안내',
    requests: '시승 신청',
    requestsRefused: '지금은 새 신청을 접수할 수 없습니다. 몇 분 뒤 다시 시도해 주세요.',
    region: '응답 리전',
    database: '조회한 데이터베이스',
    writer: '신청 저장 위치',
    freshness: '복제 지연',
    milliseconds: (value) => `${value}ms`,
    checkedAt: (time) => `확인 시각 ${time} UTC`,
    again: '다시 확인',
    details: '기술 정보',
  },
  problem: {
    notFoundTitle: '페이지를 찾을 수 없습니다',
    notFound: '이 주소에는 페이지가 없습니다.',
    unavailableTitle: '잠시 정비하고 있습니다',
    unavailable: '지금은 페이지를 보여 드릴 수 없습니다. 잠시 후 다시 시도해 주세요.',
    tooManyTitle: '잠시만 기다려 주세요',
    tooMany: '같은 네트워크에서 요청이 많이 들어왔습니다. 1분 뒤 다시 보내 주세요.',
    badRequestTitle: '요청을 처리할 수 없습니다',
    badRequest: '이전 페이지로 돌아가 새로 고친 뒤 다시 시도해 주세요.',
    badAddressTitle: '주소가 올바르지 않습니다',
    badAddress: '주소에 사용할 수 없는 문자가 있습니다. 주소를 확인하시거나 홈에서 시작해 주세요.',
    brokenTitle: '서비스에 문제가 생겼습니다',
    broken: '문제가 기록되었습니다. 다시 시도해 주세요. 계속되면 아래 요청 번호를 알려 주세요.',
    requestId: '요청 번호',
    home: '홈으로 가기',
    retry: '다시 시도',
  },
  stale: (time) => `${time} UTC에 저장된 내용입니다. 현재 가격이나 기간과 다를 수 있습니다.`,
  footer: {
    servedBy: (region) => `${region} 리전에서 제공`,
    database: (instance) => `데이터베이스 ${instance}`,
    fiction: '메리디안 모터스는 가상의 브랜드입니다.',
  },
}
