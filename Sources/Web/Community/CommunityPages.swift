import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /community | needs read-plan; cases as far as they are in scope |
/// | GET | /community/orders | needs read-plan; cases as far as they are in scope |
/// | GET | /community/orders.csv | needs read-plan; cases as far as they are in scope |
/// | GET | /community/{municipality} | needs read-plan; cases as far as they are in scope |
enum CommunityPages {
    static func add(to routes: RouteTable) {
        routes.get("/community", .needs(.readPlan)) { visit in
            let who = try visit.authorized(Acts.ReadPlan.self)
            let found = try await ReadCommunity()(who, in: visit.office)
            let shown = try await ListPublicPages()(in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("community", CommunityModel(found, shown: shown, texts))
        }

        routes.get("/community/orders", .needs(.readPlan)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            let filter = WorkOrderFilter(visit)
            let found = try await ReadCommunity(filter.municipality)(
                visit.authorized(Acts.ReadPlan.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("community-orders", WorkOrderListModel(found, filter, texts))
        }

        routes.get("/community/orders.csv", .needs(.readPlan)) { visit in
            let filter = WorkOrderFilter(visit)
            let found = try await ReadCommunity(filter.municipality)(
                visit.authorized(Acts.ReadPlan.self), in: visit.office)
            let lines = WorkOrderListModel.csv(found, filter, try await CaseTexts.load(for: visit))
            return .text(
                lines.map(CSVLine.text).joined(), contentType: "text/csv; charset=utf-8", fileName: "orders.csv")
        }

        routes.get("/community/{municipality}", .needs(.readPlan)) { visit in
            let code = try visit.ownMunicipality()
            let who = try visit.authorized(Acts.ReadPlan.self)
            let found = try await ReadCommunity(code)(who, in: visit.office)
            let indicators = try await ReadIndicators()(who, in: visit.office)
            let isPublic = try await ListPublicPages()(in: visit.office).contains(code)
            let texts = try await CaseTexts.load(for: visit)
            let model = CommunityPlaceModel(
                code, found, indicators, isPublic: isPublic,
                mayPublish: who.actor.may(.publishLocally) && who.actor.mayObserve(in: code), texts)
            return .page("community-place", model)
        }
    }
}

extension Visit {
    /// The municipality in the path, by code; `NotFound` where it is none of the district's.
    func ownMunicipality() throws -> String {
        let code: String = try parameter("municipality")
        guard office.handbook.ownMunicipalities.contains(code) else { throw NotFound() }
        return code
    }
}

/// The district: how much is open in each municipality.
struct CommunityModel: Sendable {
    let saysNoCases: Bool
    let leavesOutProtected: Bool
    let table: CountTable
    let map: MapModel?

    init(_ found: Community, shown: Set<String>, _ texts: CaseTexts) {
        let words = texts.words
        // A municipality's own orders are there without any case.
        saysNoCases = !found.seesCases && found.orders.isEmpty
        leavesOutProtected = found.leavesOutProtected
        let programmes = ReadCommunity.programmes
        let columns =
            programmes.map { words("programme.\($0.code).short") }
            + ["late", "orders", "orders-late", "public"].map { words("community.column." + $0) }
        func row(_ code: String?, _ name: String) -> (name: String, cells: [(text: String, href: String?)]) {
            let matters = found.matters.filter { code == nil || $0.row.municipality == code }
            let orders = found.orders.filter { $0.state == .ordered && (code == nil || $0.municipality == code) }
            func cell(_ count: Int, _ href: String?) -> (text: String, href: String?) {
                (words.number(count), count > 0 ? href : nil)
            }
            var cells = programmes.map { programme in
                cell(
                    matters.count { $0.row.programme == programme.code },
                    code.map { "/cases?programme=\(programme.code)&municipality=\($0)&state=open" })
            }
            cells.append(
                cell(matters.count { $0.row.isOverdue(at: texts.now) }, code.map { "/community/\($0)#matters" }))
            let query = code.map { "municipality=\($0)&" } ?? ""
            cells.append(cell(orders.count, "/community/orders?\(query)state=ordered"))
            cells.append(
                cell(orders.count { $0.isOverdue(on: texts.today) }, "/community/orders?\(query)state=overdue"))
            if let code {
                let isPublic = shown.contains(code)
                let answer = words(isPublic ? "case-words.yes" : "case-words.no")
                cells.append((text: answer, href: isPublic ? "/lokalraad/\(name.addressName)" : nil))
            } else {
                cells.append((text: words.number(shown.count), href: nil))
            }
            return (name, cells)
        }
        let own = texts.handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }
        table = CountTable(
            caption: words("community.table"), corner: words("case-words.municipality"), columns: columns,
            rows: own.map { row($0.code, $0.name) } + [row(nil, words("partners.district"))],
            hrefs: own.map { "/community/\($0.code)" })
        map = MapModel(matters: found.matters, "community-map", title: words("community.map"), texts)
    }
}

extension CaseRow {
    /// Whether a deadline of it is over.
    func isOverdue(at now: Instant) -> Bool { dueAt.map { $0 < now } ?? false }
}

extension MapModel {
    /// As many places as a map can be read with.
    private static let most = 150

    /// Where open matters lie; `nil` where none has a place.
    fileprivate init?(matters: [Community.Matter], _ id: String, title: String, _ texts: CaseTexts) {
        let circles = matters.compactMap { matter in
            matter.position.map { position in
                MapModel.Circle(
                    kind: .main, label: matter.row.number + " " + matter.place, centre: position, radius: 0,
                    href: "/cases/\(matter.row.id)")
            }
        }
        if circles.isEmpty { return nil }
        self.init(id, title: title, Array(circles.prefix(MapModel.most)), texts.words)
    }
}

/// One municipality: what is open, what was done, what owners were asked for, and numbers of others.
struct CommunityPlaceModel: Sendable {
    struct StageLine: Sendable {
        let stageHref: String
        let stageName: String
        let stageCount: String
    }

    struct Matter: Sendable {
        let matterHref: String
        let matterNumber: String
        let matterProgramme: String
        let matterPlace: String
        let matterStage: String
        let matterDue: DueBadge?
    }

    struct Line: Sendable {
        let doneISO: String
        let doneOn: String
        let doneHref: String
        let doneText: String
        let doneRemark: String?
    }

    struct Group: Sendable {
        let groupID: String
        let groupTitle: String
        let groupLines: [Line]
        let isGroupVacant: Bool
    }

    let placeName: String
    let seesCases: Bool
    let saysNoCases: Bool
    /// To those, too, who see no case but their municipality's own orders.
    let showsOrders: Bool
    let leavesOutProtected: Bool
    let stages: [StageLine]
    let matters: [Matter]
    let hasMatters: Bool
    let map: MapModel?
    let orders: WorkOrderRows
    /// Those with an answer.
    let answered: WorkOrderRows
    let ordersHref: String
    let groups: [Group]
    /// What is still to come; `nil` where nothing is.
    let planned: Group?
    let since: String
    let figures: IndicatorFigures?
    let publicHref: String?
    let prepareHref: String?

    /// What stands under each heading.
    private static let groups: [(id: String, kinds: [Happening.Kind])] = [
        ("walks", [.walk]), ("meetings", [.meeting]), ("agreements", [.agreement, .visit]),
        ("activities", [.activity]), ("lists", [.list]),
    ]
    private static let most = 20

    init(
        _ code: String, _ found: Community, _ indicators: [IndicatorSeries], isPublic: Bool, mayPublish: Bool,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        placeName = texts.municipality(code)
        seesCases = found.seesCases
        showsOrders = found.seesCases || found.ordersOf == code
        saysNoCases = !found.seesCases && found.orders.isEmpty
        leavesOutProtected = found.leavesOutProtected
        stages = ReadCommunity.programmes.flatMap { programme in
            programme.stages.compactMap { stage -> StageLine? in
                let count = found.matters.count { $0.row.programme == programme.code && $0.row.stage == stage.code }
                guard count > 0 else { return nil }
                return StageLine(
                    stageHref: "/cases?programme=\(programme.code)&municipality=\(code)&stage=\(stage.code)&state=open",
                    stageName: words("programme.\(programme.code).short") + ": " + texts.stage(stage, of: programme),
                    stageCount: words.number(count))
            }
        }
        matters = found.matters.map { Matter($0, texts) }
        hasMatters = !matters.isEmpty
        map = MapModel(matters: found.matters, "place-map", title: words("community.map"), texts)
        orders = WorkOrderRows(
            found.orders.filter { $0.state == .ordered }, caption: words("community.orders-open"), texts)
        let answers = found.orders.filter { $0.state != .ordered }
            .sorted { ($1.answeredOn ?? $1.dueOn, $1.number) < ($0.answeredOn ?? $0.dueOn, $0.number) }
        answered = WorkOrderRows(
            Array(answers.prefix(CommunityPlaceModel.most)), caption: words("community.orders-answered"), texts)
        ordersHref = "/community/orders?municipality=\(code)&state=all"
        func group(_ id: String, _ happenings: [Happening]) -> Group {
            let lines = happenings.prefix(CommunityPlaceModel.most)
            return Group(
                groupID: id, groupTitle: words("community.group." + id), groupLines: lines.map { Line($0, texts) },
                isGroupVacant: lines.isEmpty)
        }
        groups = CommunityPlaceModel.groups.map { id, kinds in
            group(id, found.happenings.filter { kinds.contains($0.kind) })
        }
        // What comes first stands first.
        let coming = found.happenings.filter { $0.kind == .planned }.reversed()
        planned = coming.isEmpty ? nil : group("planned", Array(coming))
        since = words("community.since", ["at": found.since.danish])
        figures = IndicatorFigures(indicators, near: code, IndicatorTexts(words: words, handbook: texts.handbook))
        publicHref = isPublic ? "/lokalraad/\(placeName.addressName)" : nil
        prepareHref = mayPublish ? "/community/\(code)/page" : nil
    }
}

extension CommunityPlaceModel.Matter {
    fileprivate init(_ matter: Community.Matter, _ texts: CaseTexts) {
        let row = matter.row
        let programme = Catalogue.programme(row.programme)
        matterHref = "/cases/\(row.id)"
        matterNumber = row.number
        matterProgramme = texts.words("programme.\(row.programme).short")
        matterPlace = matter.place
        matterStage = programme.map { texts.stage(Stage(row.stage), of: $0) } ?? row.stage
        matterDue = row.dueAt.map { DueBadge($0, clock: programme?.clock(row.dueClock), of: programme, texts) }
    }
}

extension CommunityPlaceModel.Line {
    fileprivate init(_ one: Happening, _ texts: CaseTexts) {
        let words = texts.words
        doneISO = one.day.description
        doneOn = one.day.danish
        doneHref = one.kind == .walk ? "/community/walks/\(one.file)/\(one.number)" : "/cases/\(one.file)"
        let what = Catalogue.programme(one.programme).map { programme in
            Field.chosen(one.choice).map { words.name("choice." + one.field, $0, of: programme) }
                .joined(separator: ", ")
        }
        let people = one.people.map { words("local-page.people", ["count": words.number($0)]) }
        let said = [words("community.done." + one.kind.rawValue), what, one.place].compactMap(\.self)
        doneText = said.filter { !$0.isEmpty }.joined(separator: ", ") + (people.map { " " + $0 } ?? "")
        doneRemark = one.remark.isEmpty || one.kind == .list ? nil : one.remark
    }
}
