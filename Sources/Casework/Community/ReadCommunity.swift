public import Prevention
import SQL
public import Store

/// The work of a local area as one reader may know of it (*lokalt samarbejde*): cases about places, what was done, and what owners
/// of places have been asked for.
public struct Community: Sendable {
    /// A case about a place, without anybody in it.
    public struct Matter: Sendable {
        public let row: CaseRow
        /// Area or venue.
        public let place: String
        public let position: Position?
    }

    /// Open ones, the nearest deadline first.
    public let matters: [Matter]
    /// Newest first, of the span.
    public let happenings: [Happening]
    /// Those without an answer whenever they were made, and those answered within the span; the first due first.
    public let orders: [WorkOrder]
    /// The first day of what is shown besides the open ones.
    public let since: LocalDate
    /// Whether the reader knows of any of the schemes at all.
    public let seesCases: Bool
    /// The municipality whose own orders, as the owner of the places, the reader sees; `nil` for whoever answers for none.
    public let ordersOf: String?
    /// Whether the orders are those to the reader's own municipality.
    public var areOrdersOwn: Bool { ordersOf != nil }
    /// Whether cases may be left out because somebody protected takes part in them. Of one municipality it is always said, or it
    /// would tell in which of them somebody does.
    public let leavesOutProtected: Bool
}

/// Reads the schemes about places within the actor's scope. No person is named, so nothing is logged; a case in which somebody
/// protected takes part is left out, since its place would tell where they are.
public struct ReadCommunity: Sendable {
    /// So far back goes what is over.
    public static let months = 12

    public static let programmes: [Programme] = [.insecurity, .housing, .nightlife, .activity]

    /// `nil` for the whole district.
    public let municipality: String?

    public init(_ municipality: String? = nil) {
        self.municipality = municipality
    }

    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> Community {
        let now = office.now
        let since = now.day.adding(months: -ReadCommunity.months)
        let shown = ReadCommunity.programmes.filter { who.scope.contains($0) }
        return try await office.database.read { db in
            var files: [CaseFile] = []
            if !shown.isEmpty {
                try CaseStore.forEachFile(
                    programmes: shown, changedFrom: since, openedThrough: now.day, scope: who.scope, in: db
                ) { file in
                    if municipality.map({ $0 == file.municipality }) ?? true { files.append(file) }
                }
            }
            var rows: [Int64: CaseRow] = [:]
            for start in stride(from: 0, to: files.count, by: 1_000) {
                let ids = files[start..<min(files.count, start + 1_000)].map(\.id)
                for row in try CaseStore.rows(ids, scope: who.scope, in: db) { rows[row.id] = row }
            }
            let open = files.filter { rows[$0.id]?.hidesPlace == false }
            let leavesOut =
                municipality == nil ? open.count < files.count : shown.contains { !$0.partyRoles.isEmpty }
            let own = who.actor.ordersOf.flatMap { own in municipality.map { $0 == own } ?? true ? own : nil }
            let theirs = try own.map { try office.orders(to: $0, changedFrom: since, in: db) } ?? []
            return try Community(
                files: open, rows, ordersTo: who.actor.ordersOf, theirs, since: since, seesCases: !shown.isEmpty,
                leavesOutProtected: leavesOut,
                law: office.law)
        }
    }
}

extension Community {
    fileprivate init(
        files: [CaseFile], _ rows: [Int64: CaseRow], ordersTo own: String?, _ theirs: [WorkOrder], since: LocalDate,
        seesCases: Bool, leavesOutProtected: Bool,
        law: LawBook
    ) throws {
        self.since = since
        self.seesCases = seesCases
        self.leavesOutProtected = leavesOutProtected
        ordersOf = own
        let found = files.compactMap { file -> Matter? in
            guard let row = rows[file.id], row.isOpen else { return nil }
            return Matter(
                row: row, place: file.fields["area"] ?? file.fields["place"] ?? "",
                position: Position(file.fields["position"] ?? ""))
        }
        matters = found.sorted {
            ($0.row.dueAt?.milliseconds ?? .max, $0.row.id) < ($1.row.dueAt?.milliseconds ?? .max, $1.row.id)
        }
        happenings = try files.flatMap { try Happening.all(of: $0, law: law) }.filter { $0.day >= since }
            .sorted { ($1.day, $1.file, $1.number) < ($0.day, $0.file, $0.number) }
        orders = (theirs + (try files.flatMap { try WorkOrder.all(of: $0, law: law) }))
            .filter { order in order.answeredOn.map { $0 >= since } ?? true }
            .sorted { ($0.dueOn, $0.file, $0.number) < ($1.dueOn, $1.file, $1.number) }
    }
}
