// What the specs look for on the pages: as a person of each language reads it.

export type Language = 'ru' | 'en';

const table = {
  // The house.
  save: ['Сохранить', 'Save'],
  cancel: ['Отмена', 'Cancel'],
  more: ['Ещё', 'More'],
  navigation: ['Разделы', 'Sections'],
  logOut: ['Выйти', 'Log out'],
  logIn: ['Войти', 'Log in'],
  light: ['Светлое', 'Light'],
  dark: ['Тёмное', 'Dark'],
  search: ['Найти', 'Search'],
  noAccess: ['Нет доступа', 'No access'],
  notFound: ['Страница не найдена', 'Page not found'],
  checkFields: ['Проверьте, что введено:', 'Please check what was typed:'],
  required: ['Заполните это поле.', 'Fill in this field.'],
  notMoney: ['Введите сумму, например 1 250,50.', 'Enter a sum, for example 1250.50.'],
  tooShort8: ['Слишком коротко: не меньше 8 знаков.', 'Too short: at least 8 characters.'],
  badEmail: ['Введите адрес почты, например anna@example.ru.', 'Enter an e-mail address, for example anna@example.com.'],
  badCharacters: ['Здесь есть знаки, которые сюда не подходят. Уберите их.', "Some characters can't stand here. Remove them."],
  taken: ['Такое значение уже занято. Введите другое.', 'This is already in use. Enter another one.'],
  doesNotMatch: ['Не совпадает с тем, что нужно повторить.', 'This does not match what is to be repeated.'],
  wrongCredentials: [
    'Почта и пароль не подходят друг к другу. Проверьте и введите ещё раз.',
    'The e-mail and password do not match. Check them and try again.',
  ],
  lastAdmin: [
    'Это единственный администратор. Сначала назначьте ещё одного.',
    'This is the only administrator. Appoint another one first.',
  ],
  // The console.
  logInAs: ['Войти как…', 'Log in as…'],
  visitTitle: ['Вход от имени сотрудника', 'Log in as one of the staff'],
  visitReason: ['Причина', 'Reason'],
  getPass: ['Получить пропуск', 'Get a pass'],
  passReady: ['Пропуск готов', 'The pass is ready'],
  goToTenant: ['Перейти в организацию', 'Go to the organisation'],
  visitDoor: ['Вход поддержки', 'Support visit'],
  visitBanner: ['Вы вошли как {name} от имени поддержки ({visitor})', 'You are logged in as {name}, for support ({visitor})'],
  finishVisit: ['Закончить', 'Finish'],
  passSpent: ['Пропуск не действует', 'The pass does not work'],
  tooShort10: ['Слишком коротко: не меньше 10 знаков.', 'Too short: at least 10 characters.'],
  audit: ['Журнал', 'Audit log'],
  setup: ['Первый запуск', 'First start'],
  yourName: ['Ваше имя', 'Your name'],
  doSetup: ['Создать учётную запись', 'Create the account'],
  setupUsed: ['Ссылка уже не действует', 'The link no longer works'],
  tenants: ['Организации', 'Organisations'],
  trash: ['Корзина', 'Trash'],
  inService: ['В работе', 'In service'],
  inTrash: ['В корзине', 'In the trash'],
  addTenant: ['Создать организацию', 'Create an organisation'],
  newTenant: ['Новая организация', 'New organisation'],
  name: ['Название', 'Name'],
  slug: ['Адрес', 'Address'],
  timeZone: ['Часовой пояс', 'Time zone'],
  language: ['Язык', 'Language'],
  adminEmail: ['Почта администратора', "Administrator's e-mail"],
  create: ['Создать', 'Create'],
  tenantReady: ['Организация создана', 'The organisation is ready'],
  createdIn: ['создана за', 'was created in'],
  invitationLink: ['Ссылка-приглашение администратора', "The administrator's invitation link"],
  openCard: ['Открыть карточку', 'Open the card'],
  open: ['Открыть', 'Open'],
  change: ['Изменить', 'Edit'],
  editTenant: ['Правка организации', 'Edit the organisation'],
  formerAddresses: ['Прежние адреса', 'Former addresses'],
  changesSaved: ['Изменения сохранены', 'The changes are saved'],
  toTrash: ['В корзину', 'To the trash'],
  trashConfirm: ['Убрать в корзину', 'Move to the trash'],
  tenantTrashed: ['Организация убрана в корзину', 'The organisation is in the trash'],
  restore: ['Восстановить', 'Restore'],
  tenantRestored: ['Организация снова в работе', 'The organisation is in service again'],
  purgeSlug: ['Адрес организации', 'Address of the organisation'],
  purge: ['Удалить навсегда', 'Delete for good'],
  fleet: ['Обновление баз', 'Fleet'],
  allCurrent: ['Все базы обновлены', 'All databases are up to date'],
  takesNew: ['Принимает', 'Takes them'],
  beginRun: ['Обновить базы', 'Bring up to date'],
  tenantPurged: ['Организация удалена навсегда', 'The organisation was deleted for good'],
  // The doors.
  logInTitle: ['Вход', 'Log in'],
  landlordEmail: ['Почта', 'E-mail'],
  email: ['Электронная почта', 'E-mail'],
  password: ['Пароль', 'Password'],
  newPassword: ['Новый пароль', 'New password'],
  personName: ['Имя', 'Name'],
  welcome: ['Добро пожаловать', 'Welcome'],
  accept: ['Сохранить и войти', 'Save and log in'],
  linkExpired: ['Ссылка больше не действует', 'The link no longer works'],
  closed: ['Доступ закрыт', 'Access is closed'],
  // Sections of the tenant.
  home: ['Главная', 'Home'],
  hello: ['Здравствуйте, {name}', 'Hello, {name}'],
  subscribers: ['Абоненты', 'Subscribers'],
  payments: ['Платежи', 'Payments'],
  invoices: ['Счета', 'Invoices'],
  houses: ['Дома', 'Houses'],
  services: ['Услуги', 'Services'],
  imports: ['Импорт', 'Import'],
  users: ['Сотрудники', 'Staff'],
  account: ['Учётная запись', 'Account'],
  // The first page.
  debt: ['Задолженность', 'Debt'],
  charged: ['Начислено за месяц', 'Charged this month'],
  paid: ['Оплачено за месяц', 'Paid this month'],
  // Houses and services.
  addHouse: ['Добавить дом', 'Add a house'],
  newHouse: ['Новый дом', 'New house'],
  locality: ['Населённый пункт', 'Town or village'],
  street: ['Улица', 'Street'],
  number: ['Номер дома', 'Number'],
  addService: ['Добавить услугу', 'Add service'],
  newService: ['Новая услуга', 'New service'],
  unit: ['Единица', 'Unit'],
  firstPrice: ['Цена за единицу в месяц', 'Price of a unit for a month'],
  holdsFrom: ['Действует с', 'Holds from'],
  setPrice: ['Назначить цену', 'Set price'],
  tariffKind: ['Как считать', 'How it is counted'],
  kindTiered: ['По счётчику со ступенями', 'By meter in tiers'],
  vatInPrice: ['НДС в цене', 'VAT in the price'],
  withoutVat: ['Без НДС', 'Without VAT'],
  firstTierUpto: ['1-я ступень до', 'Tier 1 up to'],
  firstTierPrice: ['Цена 1-й ступени', 'Price of tier 1'],
  secondTierUpto: ['2-я ступень до', 'Tier 2 up to'],
  secondTierPrice: ['Цена 2-й ступени', 'Price of tier 2'],
  volumes: ['Объёмы', 'Volumes'],
  noVolumes: ['Нет услуг, которые считаются по объёму', 'No services are counted by volume'],
  // Subscribers.
  addSubscriber: ['Новый абонент', 'New subscriber'],
  fullName: ['Фамилия, имя и отчество или название', "Full name, or the organisation's name"],
  accountNumber: ['Лицевой счёт', 'Account'],
  house: ['Дом', 'House'],
  flat: ['Квартира, участок или помещение', 'Flat, plot or other premises'],
  phone: ['Телефон', 'Phone'],
  note: ['Заметка', 'Note'],
  createSubscriber: ['Добавить абонента', 'Add the subscriber'],
  findSubscriber: ['Лицевой счёт, имя, телефон или адрес', 'Account, name, phone or address'],
  owes: ['долг', 'owes'],
  ahead: ['аванс', 'ahead'],
  even: ['нет долга', 'nothing owed'],
  // Links.
  connectService: ['Подключить услугу', 'Connect a service'],
  service: ['Услуга', 'Service'],
  quantity: ['Количество', 'Quantity'],
  firstDay: ['Первый день', 'First day'],
  connect: ['Подключить', 'Connect'],
  links: ['Услуги абонента', 'Connected services'],
  // Invoices.
  issueInvoices: ['Выставить счета', 'Issue invoices'],
  issuing: ['Выставление счетов', 'Issuing invoices'],
  wouldBeCharged: ['Будет начислено', 'Would be charged'],
  runDone: ['Счета за {month} выставлены: 1 счёт на {sum}', 'Invoices for {month} are issued: 1 invoice, {sum} in all'],
  openRun: ['Открыть счета за {month}', 'Open the invoices for {month}'],
  invoiceTitle: ['Счёт № {number}', 'Invoice № {number}'],
  invoiceOf: ['Счёт № {number} за {month}', 'Invoice № {number}, {month}'],
  stateUnpaid: ['не оплачен', 'unpaid'],
  statePaid: ['оплачен', 'paid'],
  paidInFull: ['оплачен полностью', 'paid in full'],
  // Payments.
  recordPayment: ['Принять платёж', 'Record a payment'],
  desk: ['Приём платежа', 'Record a payment'],
  find: ['Найти', 'Find'],
  amount: ['Сумма', 'Amount'],
  receivedOn: ['Дата получения', 'Received on'],
  remark: ['Примечание', 'Note'],
  take: ['Принять', 'Record'],
  receipt: ['Квитанция №', 'Receipt №'],
  received: ['Принято', 'Received'],
  nothingOwed: ['Задолженности нет', 'Nothing owed'],
  // Imports.
  importTitle: ['Импорт абонентов', 'Import of subscribers'],
  file: ['Файл', 'File'],
  checkFile: ['Проверить файл', 'Check the file'],
  canBeImported: ['Можно загрузить', 'Can be imported'],
  imported: ['Загружено', 'Imported'],
  refused: ['С ошибками', 'Refused'],
  openingDebts: ['Входящая задолженность', 'Opening debts'],
  openingAdvances: ['Входящие авансы', 'Opening advances'],
  downloadRefused: ['Скачать строки с ошибками', 'Download the refused rows'],
  importMany: ['Загрузить {count}', 'Import {count}'],
  importConfirm: ['Загрузить', 'Import'],
  whyRefused: ['Причина отказа', 'Why it was refused'],
  // Staff.
  role: ['Роль', 'Role'],
  operator: ['Оператор', 'Operator'],
  administrator: ['Администратор', 'Administrator'],
  invite: ['Пригласить сотрудника', 'Invite a colleague'],
  createInvitation: ['Создать приглашение', 'Create the invitation'],
  link: ['Ссылка', 'Link'],
  changeRole: ['Сменить роль', 'Change the role'],
} as const satisfies Record<string, readonly [string, string]>;

export type Word = keyof typeof table;

/** The words of a language; `{name}` in them is filled in. */
export function words(language: Language): (word: Word, values?: Record<string, string>) => string {
  const at = language === 'ru' ? 0 : 1;
  return (word, values = {}) =>
    Object.entries(values).reduce((text: string, [name, value]) => text.replaceAll(`{${name}}`, value), table[word][at]);
}

/** A sum as the pages print it; their unbreakable spaces count as spaces. */
export function sum(language: Language, kopecks: number): string {
  const [whole = '0', places = '00'] = (Math.abs(kopecks) / 100).toFixed(2).split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? ' ' : ',');
  return `${kopecks < 0 ? '−' : ''}${groups}${language === 'ru' ? ',' : '.'}${places} ₽`;
}

/** A month as the pages name it: «ноябрь 2026». */
export function month(language: Language, day: Date): string {
  const name = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { month: 'long', timeZone: 'Europe/Moscow' });
  return `${name.format(day)} ${today(day).slice(0, 4)}`;
}

/** The business day in Moscow, where the specs' organisations live: `2026-11-22`. */
export function today(now = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Moscow' }).format(now);
}

/** The first day of the current month. */
export function firstOfMonth(): string {
  return `${today().slice(0, 8)}01`;
}
