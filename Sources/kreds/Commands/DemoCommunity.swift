import Casework
import Exchange
import Foundation
import Handbook
import Prevention
import SQL
import Store

/// Fills the local work of the demo: walks with findings and work orders, invented numbers of others, the mapping of the focus areas
/// by the municipalities, and a public page. Nobody in it is a person of the documents.
struct DemoCommunity {
    let office: Office
    /// Of the secretariat.
    let secretariat: Actor
    /// Where rejects files lie.
    let rejectsFolder: String

    func fill() async throws {
        for walk in DemoCommunity.walks { try await fill(walk) }
        try await deliver()
        try await map()
        try await publish()
    }

    // MARK: - Walks

    private struct Walk {
        let municipality: String
        let area: String
        let position: String
        let kind: String
        let observed: String
        let found: String
        /// Days ago on which it was walked.
        let ago: Int
        let findings: [[String: String]]
        /// Numbers of the findings that were done, and that were declined, with the answer.
        let done: [(order: Int, answer: String)]
        let declined: [(order: Int, answer: String)]
    }

    private static let walks = [
        Walk(
            municipality: "259", area: "Stien bag stationen, Køge", position: "55.45712,12.18647", kind: "dark-place",
            observed: "Mørk sti, som mange går uden om om aftenen.",
            found: "To lamper er ude, hækken skygger for indgangen, og bænken står skjult.", ago: 70,
            findings: [
                [
                    "order_what": "light", "order_place": "Ved cykelparkeringen", "order_owner": "Vejafdelingen",
                    "order_owner_kind": "municipality-roads", "order_detail": "Skift to lamper.",
                ],
                [
                    "order_what": "planting", "order_place": "Langs hegnet", "order_owner": "Vejafdelingen",
                    "order_owner_kind": "municipality-roads", "order_detail": "Skær hækken ned til en meter.",
                ],
                [
                    "order_what": "other", "order_place": "Ved gavlen", "order_owner": "Ejeren af ejendommen",
                    "order_owner_kind": "private", "order_detail": "Flyt bænken frem i lyset.",
                ],
            ], done: [(1, "Begge lamper er skiftet.")],
            declined: [(3, "Bænken hører til en butik og bliver stående.")]),
        Walk(
            municipality: "316", area: "Parkeringspladsen ved hallen, Holbæk", position: "55.71021,11.71482",
            kind: "gathering", observed: "Knallerter og høj musik sene aftener.",
            found: "Pladsen kan ikke ses fra vejen, og der ligger glas.", ago: 20,
            findings: [
                [
                    "order_what": "planting", "order_place": "Mod vejen", "order_owner": "Park og vej",
                    "order_owner_kind": "municipality-other", "order_detail": "Tynd ud, så pladsen kan ses.",
                ],
                [
                    "order_what": "fence", "order_place": "Bag hallen", "order_owner": "Boligorganisationen",
                    "order_owner_kind": "housing-association", "order_detail": "Sæt bom for gennemkørsel.",
                ],
            ], done: [], declined: []),
    ]

    private func fill(_ walk: Walk) async throws {
        let day = office.now.day + -walk.ago
        let id = try await OpenCase(
            .insecurity, municipality: walk.municipality,
            fields: [
                "kind": walk.kind, "area": walk.area, "position": walk.position, "observed": walk.observed,
                "source": "local-council",
            ], parties: [])(who(), in: at(day + -6))
        try await change(
            id, on: day + -4, .move(to: "verified", at: nil, fields: ["checked": "Set en aften."], note: ""))
        try await change(
            id, on: day,
            .record(
                entry: "area-walk", at: nil,
                fields: ["walk_with": "residents,municipality,housing", "walk_found": walk.found]))
        for finding in walk.findings {
            let due = (day + 45).description
            try await OrderFinding(
                id, revision: revision(id), walk: 1, fields: finding.merging(["order_due": due]) { $1 })(
                    who(), in: at(day + 1))
        }
        try await change(
            id, on: day + 2, .move(to: "acting", at: nil, fields: ["plan": "Lys, udsyn og synlighed."], note: ""))
        try await change(
            id, on: day + 5,
            .record(
                entry: "citizens-meeting", at: nil,
                fields: [
                    "meeting_place": "Biblioteket", "meeting_attended": "34", "meeting_result": "Ønske om mere lys.",
                ]))
        for (how, answers) in [("done", walk.done), ("declined", walk.declined)] {
            for answer in answers {
                try await AnswerOrder(
                    id, revision: revision(id), order: answer.order,
                    fields: ["done_how": how, "done_detail": answer.answer])(who(), in: at(day + 15))
            }
        }
    }

    private func change(_ id: Int64, on day: LocalDate, _ change: ChangeCase.Change) async throws {
        try await ChangeCase(id, revision: revision(id), change)(who(), in: at(day))
    }

    private func revision(_ id: Int64) async throws -> Int {
        try await office.database.read { try CaseStore.row(id, in: $0)?.revision ?? 0 }
    }

    private func who() throws -> Authorized<Acts.WorkCases> {
        try Policy.authorize(secretariat, Acts.WorkCases.self)
    }

    /// The same office in the morning of another day.
    private func at(_ day: LocalDate) -> Office {
        let instant = Instant(day: day, secondOfDay: 9 * 3_600)
        return Office(database: office.database, handbook: office.handbook, keys: office.keys, clock: { instant })
    }

    // MARK: - Numbers of others

    /// Delivered as a file, as everybody delivers them. The numbers are invented, and say so.
    private func deliver() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("indicators-" + UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try (["indicator,period,place,value,lower,upper,asked,source"] + rows()).joined(separator: "\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        let batch = try IndicatorFileReader(office.handbook, today: office.now.day).read(
            path, name: "demo-indicators.csv", rejects: rejectsFolder + "/demo-indicators.csv", language: .danish)
        _ = try await ImportIndicators(batch)(Policy.authorize(secretariat, Acts.EditPlan.self), in: office)
    }

    private func rows() -> [String] {
        let source = "Opdigtet til demonstrationen"
        let last = office.now.day.year - 1
        var rows: [String] = []
        func add(_ indicator: String, _ year: Int, _ place: String, _ tenths: Int, half: Int, asked: Int) {
            func text(_ number: Int) -> String { "\(number / 10).\(number % 10)" }
            rows.append(
                [
                    indicator, String(year), place, text(tenths), text(tenths - half), text(tenths + half),
                    String(asked), source,
                ].joined(separator: ","))
        }
        let places = office.handbook.municipalities.filter(\.isOwn).map(\.code).sorted()
        for (back, year) in ((last - 3)...last).enumerated() {
            add("feels-safe", year, "district", 865 + back * 4, half: 12, asked: 3_000)
            add("unsafe-nightlife", year, "district", 298 + back * 6, half: 21, asked: 1_900)
            add("youth-opioids", year, "region", 31 + back * 4, half: 7, asked: 4_100)
            for (index, place) in places.enumerated() {
                add("feels-safe", year, place, 840 + (index * 37 + back * 11) % 90, half: 28 + index, asked: 300)
                add("unsafe-nightlife", year, place, 255 + (index * 53 + back * 17) % 110, half: 45, asked: 190)
            }
            rows.append("ministry-list,\(year),district,\(back < 2 ? 2 : 1),,,,\(source)")
        }
        return rows
    }

    // MARK: - Mapping

    /// What the municipalities have, filled in by each itself; two of them have not come to the end.
    private func map() async throws {
        let reader = try Policy.authorize(secretariat, Acts.ReadPlan.self)
        guard let grid = try await ReadMapping()(reader, in: office) else { return }
        let own = office.handbook.municipalities.filter(\.isOwn).sorted { $0.code < $1.code }
        for (areaIndex, area) in grid.areas.enumerated() {
            for (index, place) in own.enumerated() {
                let filler = office.handbook.placed(
                    Actor(
                        name: "ssp-" + place.name.addressName, displayName: "Demo SSP, " + place.name,
                        authority: place.code, roles: [.sspCoordinator]))
                let who = try Policy.authorize(filler, Acts.ProposePlan.self)
                let kinds = Measure.Kind.allCases
                let isUnfinished = index == 3 || index == 8
                for (number, kind) in kinds.prefix(isUnfinished ? 4 + areaIndex : kinds.count).enumerated() {
                    let measure = DemoCommunity.measure(kind, (index * 7 + number * 5 + areaIndex * 3) % 10)
                    try await SaveMeasure(
                        area: area.id, municipality: place.code, kind: kind, measure, revision: 0, isConfirmed: true)(
                            who, in: office)
                }
            }
        }
    }

    private static func measure(_ kind: Measure.Kind, _ draw: Int) -> Measure {
        if kind == .ssp || kind == .localCouncil {
            return Measure(state: .has, name: names[kind] ?? "", contact: contact)
        }
        switch draw {
        case 0...4:
            return Measure(
                state: .has, name: names[kind] ?? "", remark: "Et fast tilbud, som evalueres hvert år.",
                contact: contact)
        case 5, 6: return Measure(state: .planned, name: names[kind] ?? "", contact: contact)
        default: return Measure(state: .none)
        }
    }

    private static let contact = "SSP-konsulenten"
    private static let names: [Measure.Kind: String] = [
        .information: "Forældremøder i udskolingen", .detection: "Tværfagligt spotmøde",
        .outreach: "Gadeteam fredag og lørdag", .support: "Åben rådgivning", .control: "Tilsyn med salgssteder",
        .digital: "Voksne i spil", .localCouncil: "Punkt på lokalrådets møder", .ssp: "SSP-netværket",
        .section115: "§ 115-udvalg", .network: "Netværk af klubber og haller",
    ]

    // MARK: - The public page

    private func publish() async throws {
        let who = try Policy.authorize(secretariat, Acts.PublishLocally.self)
        let place = "259"
        let desk = try await ReadLocalPageDesk(place)(who, in: office)
        let kinds = Set(["walk", "done", "meeting", "activity", "agreement"])
        let page = LocalPage(
            danish: """
                Lokalrådet samler politi, kommune og lokalsamfund om at gøre det tryggere at færdes i kommunen.
                I år har vi især set på mørke stier og på tryghed om aftenen.
                """,
            english: """
                The local council brings police, municipality and local community together to make it safer to get about.
                This year we have looked at dark paths above all, and at safety in the evening.
                """,
            items: Array(desk.candidates.filter { kinds.contains($0.kind) }.prefix(12)),
            indicators: ["feels-safe", "unsafe-nightlife"])
        try await SaveLocalPage(place, page, revision: 0, isConfirmed: true)(who, in: office)
        try await PublishLocalPage(place, revision: 1, isRead: true, isConfirmed: true)(who, in: office)
    }
}
