//! The pages of the gallery.

use domain::{Count, Failure, Money};
use leptos::prelude::*;
use ui::prelude::*;

use crate::frame;

pub fn list() -> AnyView {
    let head = || {
        vec![
            Column::text("Абонент"),
            Column::text("Лицевой счёт"),
            Column::text("Адрес"),
            Column::text("Состояние"),
            Column::number("Баланс, ₽"),
        ]
    };
    let people = [
        ("Иванов Иван Петрович", "004217", "ул. Садовая, 12, кв. 4", -1_234_567),
        (
            "Константинопольская Александра Вячеславовна",
            "004218",
            "ул. Садовая, 12, кв. 5",
            0,
        ),
        ("ООО «Ромашка»", "004219", "пр-т Строителей, 128/3, офис 201", 250_000),
        ("Петрова Анна", "004220", "Лесная, 1", -50),
        ("Сидоров Пётр", "004221", "Лесная, 3", 99_999_999),
    ];
    let rows = people
        .into_iter()
        .enumerate()
        .map(|(at, (name, account, address, balance))| {
            view! {
                <Row faded=at == 4>
                    <Cell link=format!("/subscribers/{at}")>{name}</Cell>
                    <Cell label="Лицевой счёт">{account}</Cell>
                    <Cell label="Адрес">{address}</Cell>
                    <Cell label="Состояние">
                        {if at == 4 { view! { <Badge>"В архиве"</Badge> } } else { view! { <Badge tone=Tone::Good>"Активен"</Badge> } }}
                    </Cell>
                    <Cell label="Баланс, ₽" align=Align::End><Sum of=Money::from_kopecks(balance) balance=true bare=true /></Cell>
                </Row>
            }
        })
        .collect_view();
    let page = view! {
        <Page title="Абоненты" actions=|| view! { <ButtonLink href="/imports" label="Импорт" kind=ButtonKind::Secondary icon=Icon::Import /><ButtonLink href="/subscribers/new" label="Новый абонент" icon=Icon::Plus /> }>
            <SearchBar placeholder="Имя, лицевой счёт, адрес или телефон">
                <FilterSelect name="status" label="Состояние" options=vec![(String::new(), "Все состояния".into()), ("active".into(), "Активные".into())] />
            </SearchBar>
            <Card flush=true>
                <Table head=head() caption="Абоненты">{rows}</Table>
                <Pager next=Some("abc".to_owned()) count=Count::MoreThan(1000) />
            </Card>
            <Card flush=true title="Пусто"><EmptyState icon=Icon::Users title="Абонентов пока нет" text="Добавьте первого или загрузите таблицу." action=("/subscribers/new", "Новый абонент") /></Card>
            <Skeleton shape=SkeletonShape::Figures />
            <Card><Skeleton /></Card>
        </Page>
    };
    frame(page)
}

pub fn show() -> AnyView {
    let page = view! {
        <Page
            title="Иванов Иван Петрович"
            subtitle="Лицевой счёт 004217"
            back=("/subscribers", "Абоненты")
            actions=|| view! { <ButtonLink href="/x" label="Изменить" kind=ButtonKind::Secondary icon=Icon::Edit /><ButtonLink href="/y" label="Принять платёж" icon=Icon::Payment /> }
        >
            <Stats>
                <Stat label="Долг" value="−12 345,67 ₽" tone=Tone::Danger note="2 месяца" />
                <Stat label="Начислено за ноябрь" value="4 120,00 ₽" href="/invoices" />
                <Stat label="Оплачено" value="1 000,00 ₽" tone=Tone::Good />
            </Stats>
            <Tabs tabs=vec![Tab::new("/a", "Сведения", true), Tab::new("/b", "Начисления", false), Tab::new("/c", "Платежи", false)] />
            <Card title="Сведения" actions=|| view! { <ButtonLink href="/x" label="Изменить" kind=ButtonKind::Ghost /> }>
                <DefinitionList>
                    <Fact label="Адрес"><a href="/houses/1">"ул. Садовая, 12, кв. 4"</a></Fact>
                    <Fact label="Телефон">{format::phone("+79161234567")}</Fact>
                    <Fact label="Почта">"ivanov@example.ru"</Fact>
                    <Fact label="Состояние"><Badge tone=Tone::Warning>"Приостановлен"</Badge></Fact>
                    <Fact label="С какого дня">"22.11.2026"</Fact>
                </DefinitionList>
            </Card>
            <Alert tone=Tone::Warning title="Поверка счётчика истекает">"До 30.11.2026 осталось 8 дней."</Alert>
            <PlainForm action="/archive">
                <Confirm label="В архив" title="Отправить абонента в архив?" text="Начисления прекратятся. Восстановить можно в любой момент." confirm="В архив" icon=Icon::Archive>
                    <TextField name="why" label="Причина" />
                </Confirm>
            </PlainForm>
        </Page>
    };
    frame(page)
}

pub fn form() -> AnyView {
    let page = view! {
        <Page title="Принять платёж" narrow=true back=("/payments", "Платежи")>
            <Card>
                <PlainForm action="/gallery">
                    <ComboField name="account" label="Абонент" options=vec![("004217".into(), "Иванов".into())] required=true hint="Начните вводить имя или лицевой счёт" />
                    <FieldRow>
                        <MoneyField name="amount" label="Сумма" required=true />
                        <TextField name="day" label="Дата" kind=Kind::Date value="2026-11-22" required=true />
                    </FieldRow>
                    <FieldRow>
                        <SelectField name="method" label="Способ" options=vec![("card".into(), "Карта".into()), ("cash".into(), "Наличные".into())] blank="Выберите" />
                        <TextField name="email" label="Почта для чека" kind=Kind::Email placeholder="anna@example.ru" />
                    </FieldRow>
                    <TextField name="password" label="Пароль" kind=Kind::Password />
                    <TextArea name="note" label="Примечание" placeholder="Видно только сотрудникам" />
                    <FileField name="file" label="Файл" accept=".csv" hint="CSV или XLSX до 5 МБ" />
                    <CheckField name="receipt" label="Отправить чек" checked=true hint="На почту абонента" />
                    <FormActions>
                        <Submit label="Принять" hotkey=true />
                        <ButtonLink href="/payments" label="Отмена" kind=ButtonKind::Ghost />
                    </FormActions>
                </PlainForm>
            </Card>
        </Page>
    };
    frame(page)
}

pub fn pieces() -> AnyView {
    let tones = [Tone::Neutral, Tone::Good, Tone::Warning, Tone::Danger, Tone::Accent];
    let alerts = tones
        .into_iter()
        .map(|tone| view! { <Alert tone title="Заголовок">"Текст сообщения, которое остаётся на странице."</Alert> })
        .collect_view();
    let badges = tones
        .into_iter()
        .map(|tone| view! { <Badge tone>"Состояние"</Badge> })
        .collect_view();
    let page = view! {
        <Page title="Обзор" subtitle="Ноябрь 2026">
            <Stats>
                <Stat label="Абоненты" value="1 204" href="/subscribers" note="12 новых" />
                <Stat label="Начислено" value="1 480 300,00 ₽" href="/invoices" />
                <Stat label="Поступило" value="1 112 905,50 ₽" href="/payments" tone=Tone::Good />
                <Stat label="Долг" value="367 394,50 ₽" href="/subscribers?debt=1" tone=Tone::Danger />
            </Stats>
            <Card title="Кнопки">
                <FormActions>
                    <Submit label="Главная" /><Submit label="Вторая" kind=ButtonKind::Secondary /><Submit label="Опасная" kind=ButtonKind::Danger /><Submit label="Тихая" kind=ButtonKind::Ghost icon=Icon::Plus />
                </FormActions>
                <div class="form-actions">{badges}</div>
            </Card>
            {alerts}
            <Card title="Оборот" flush=true>
                <Table head=vec![Column::text("Месяц"), Column::number("Начислено"), Column::number("Оплачено")]>
                    <Row><Cell>"Октябрь 2026"</Cell><Cell label="Начислено" align=Align::End>"1 480 300,00"</Cell><Cell label="Оплачено" align=Align::End>"1 480 300,00"</Cell></Row>
                    <Row><Cell>"Ноябрь 2026"</Cell><Cell label="Начислено" align=Align::End>"1 111,11"</Cell><Cell label="Оплачено" align=Align::End>"7 777,77"</Cell></Row>
                    <Row total=true><Cell>"Всего"</Cell><Cell label="Начислено" align=Align::End>"1 481 411,11"</Cell><Cell label="Оплачено" align=Align::End>"1 488 077,77"</Cell></Row>
                </Table>
            </Card>
        </Page>
    };
    frame(page)
}

pub fn icons() -> AnyView {
    let all = Icon::ALL
        .iter()
        .map(|icon| view! { <Fact label=icon.name()><Glyph icon=*icon /></Fact> })
        .collect_view();
    frame(view! { <Page title="Картинки"><Card><DefinitionList>{all}</DefinitionList></Card></Page> })
}

pub fn lost() -> AnyView {
    frame(view! { <FailureView failure=Failure::Internal { reference: "01J9-7F3A".into() } /> })
}

pub fn ask() -> AnyView {
    frame(view! {
        <Page title="Вопрос">
            <Card><PlainForm action="/archive"><details open class="confirm"><summary class="button"><span class="confirm-label">"В архив"</span><span class="confirm-fold">"Отмена"</span></summary>
                <dialog open class="confirm-panel"><p class="confirm-title">"Отправить абонента в архив?"</p><p class="confirm-text">"Начисления прекратятся. Восстановить можно в любой момент."</p><TextField name="why" label="Причина" /><FormActions><Submit label="В архив" kind=ButtonKind::Danger /><button type="button" class="button">"Отмена"</button></FormActions></dialog>
            </details></PlainForm></Card>
        </Page>
    })
}

pub fn log_in() -> AnyView {
    view! {
        <PublicFrame title="Вход" text="Введите почту и пароль, с которыми вас пригласили.">
            <PlainForm action="/login">
                <TextField name="email" label="Почта" kind=Kind::Email autocomplete="username" required=true autofocus=true />
                <TextField name="password" label="Пароль" kind=Kind::Password autocomplete="current-password" required=true />
                <FormActions><Submit label="Войти" /></FormActions>
            </PlainForm>
        </PublicFrame>
    }
    .into_any()
}
