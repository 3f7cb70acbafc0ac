public import Prevention
import SQL
public import Store

/// A family with hits of one state, as the list shows it: no name, no score.
public struct HitFamily: Sendable {
    public struct Child: Sendable, Hashable {
        public let id: Int64
        /// Today.
        public let age: Int?
    }

    /// In the order in which they have waited.
    public let hits: [StoredHit]
    /// Of the child whose hit has waited longest; `nil` where one of the children is masked, since they may live together.
    public let municipality: String?
    /// Oldest first.
    public let children: [Child]
}

extension HitFamily {
    /// - Parameter persons: the children, as the reader may see them.
    init(_ hits: [StoredHit], _ persons: [Int64: PersonView], today: LocalDate) {
        let children = Set(hits.map(\.child)).compactMap { persons[$0] }
            .map { child in
                HitFamily.Child(id: child.id, age: child.birthDate.flatMap { Age.years(bornOn: $0, on: today) })
            }
            .sorted { ($0.age ?? -1, $1.id) > ($1.age ?? -1, $0.id) }
        let first = hits.first.flatMap { persons[$0.child] }
        let isMasked = hits.contains { persons[$0.child]?.municipality == nil }
        self.init(hits: hits, municipality: isMasked ? nil : first?.municipality, children: children)
    }
}

/// What the list of hits is narrowed to.
public struct HitFilter: Sendable, Hashable {
    public var shelf = HitShelf.open
    public var rule: String?
    /// Code. Families with somebody protected are in none.
    public var municipality: String?
    /// Those alone of which a colleague's view is asked and not given.
    public var isAsked = false
    /// Those alone that the actor has asked or been asked about, put off, or decided on.
    public var isMine = false

    public init() {}

    var isNarrow: Bool { municipality != nil || isAsked || isMine }
}

/// The list of hits. Children with a common carer stand together as one family. No person is named, so nothing is logged.
public struct ListHits: Sendable {
    public let filter: HitFilter
    public let page: Int
    /// Families on a page.
    public static let pageSize = 25

    public init(_ filter: HitFilter, page: Int) {
        self.filter = filter
        self.page = max(1, page)
    }

    public struct Found: Sendable {
        /// The open ones that have waited longest first, those put off by their date; of the decided ones those that triggered
        /// last.
        public let families: [HitFamily]
        /// Of all pages.
        public let familyCount: Int
        /// Hits by shelf, as far as the filter lets them through.
        public let counts: [HitShelf: Int]
        public let page: Int
        public let pageCount: Int
        /// Of the hits shown: those that will be deleted soon, with the day; those of which a colleague's view is asked; those
        /// that were decided on before.
        public let lapsing: [Int64: LocalDate]
        public let asked: Set<Int64>
        public let again: Set<Int64>
    }

    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> Found {
        let now = office.now
        let today = now.day
        let lapse = try HitLapse(on: today, law: office.law)
        return try await office.database.read { db in
            let asked = try OpinionStore.waiting(in: db)
            let narrow = try Narrowing(filter, asked: asked, of: who.actor, in: db)
            let groups = try self.groups(filter.shelf, narrow, today, db)
            let pageCount = max(1, (groups.count + ListHits.pageSize - 1) / ListHits.pageSize)
            let page = min(page, pageCount)
            let shown = groups.dropFirst((page - 1) * ListHits.pageSize).prefix(ListHits.pageSize)
            let ids = shown.flatMap { $0.map(\.id) }
            let hits = try HitStore.hits(ids, in: db)
            let persons = try PersonStore.persons(shown.flatMap { $0.map(\.child) }, in: db)
            var counts: [HitShelf: Int] = [:]
            for shelf in HitShelf.allCases {
                counts[shelf] =
                    filter.isNarrow
                    ? try self.groups(shelf, narrow, today, db).reduce(0) { $0 + $1.count }
                    : try HitStore.count(shelf, on: today, rule: filter.rule, in: db)
            }
            let views = persons.mapValues(try Sight(who.actor, at: now, in: db).view)
            let lapsing = hits.values.filter { $0.state == .open && lapse.isNear($0) }.map {
                ($0.id, lapse.day(of: $0))
            }
            return Found(
                families: shown.map { HitFamily($0.compactMap { hits[$0.id] }, views, today: today) },
                familyCount: groups.count, counts: counts, page: page, pageCount: pageCount,
                lapsing: Dictionary(lapsing, uniquingKeysWith: { first, _ in first }),
                asked: asked.intersection(ids), again: try HitStore.decided(ids, in: db))
        }
    }

    private func groups(
        _ shelf: HitShelf, _ narrow: Narrowing, _ today: LocalDate, _ db: any Connection
    ) throws -> [[HitPlace]] {
        let places = try HitStore.places(shelf, on: today, rule: filter.rule, in: db)
        let groups = HitFamilies.groups(places, carers: try HitStore.carers(shelf, on: today, in: db))
        return groups.compactMap(narrow.narrowed)
    }

    /// What of a family is shown.
    private struct Narrowing {
        /// Hits; `nil` where all are.
        private let hits: Set<Int64>?
        /// Children in the municipality, and those of whom it is hidden where they live; `nil` where it does not matter.
        private let children: (inside: Set<Int64>, hidden: Set<Int64>)?

        init(_ filter: HitFilter, asked: Set<Int64>, of actor: Actor, in db: any Connection) throws {
            let mine = filter.isMine ? try OpinionStore.hits(of: actor.name, in: db) : nil
            if filter.isAsked { hits = mine.map { $0.intersection(asked) } ?? asked } else { hits = mine }
            children = try filter.municipality.map { try HitStore.children(in: $0, db) }
        }

        func narrowed(_ family: [HitPlace]) -> [HitPlace]? {
            if let children {
                guard family.contains(where: { children.inside.contains($0.child) }),
                    !family.contains(where: { children.hidden.contains($0.child) })
                else { return nil }
            }
            let kept = hits.map { hits in family.filter { hits.contains($0.id) } } ?? family
            return kept.isEmpty ? nil : kept
        }
    }
}

/// Groups hits by family: children who have a carer in common, also through a third child.
enum HitFamilies {
    /// - Returns: the families in the order of their first hits, each with its hits in the order given.
    static func groups(_ hits: [HitPlace], carers: [(child: Int64, carer: Int64)]) -> [[HitPlace]] {
        var parent: [Int64: Int64] = [:]
        func root(of child: Int64) -> Int64 {
            var place = child
            while let next = parent[place], next != place { place = next }
            parent[child] = place
            return place
        }
        let listed = Set(hits.map(\.child))
        var firstChild: [Int64: Int64] = [:]
        for (child, carer) in carers where listed.contains(child) {
            if let other = firstChild[carer] {
                let (one, two) = (root(of: child), root(of: other))
                if one != two { parent[one] = two }
            } else {
                firstChild[carer] = child
            }
        }
        var groups: [[HitPlace]] = []
        var places: [Int64: Int] = [:]
        for hit in hits {
            let family = root(of: hit.child)
            if let place = places[family] {
                groups[place].append(hit)
            } else {
                places[family] = groups.count
                groups.append([hit])
            }
        }
        return groups
    }
}
