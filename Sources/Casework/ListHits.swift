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

/// The list of hits. Children with a common carer stand together as one family. No person is named, so nothing is logged.
public struct ListHits: Sendable {
    public let state: StoredHit.State
    public let rule: String?
    public let page: Int
    /// Families on a page.
    public static let pageSize = 25

    public init(state: StoredHit.State, rule: String?, page: Int) {
        self.state = state
        self.rule = rule
        self.page = max(1, page)
    }

    public struct Found: Sendable {
        /// The open ones that have waited longest first; of the decided ones those that triggered last.
        public let families: [HitFamily]
        /// Of all pages.
        public let familyCount: Int
        /// Hits by state, as far as `rule` lets them through.
        public let counts: [StoredHit.State: Int]
        public let page: Int
        public let pageCount: Int
    }

    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> Found {
        let now = office.now
        let today = now.day
        return try await office.database.read { db in
            let groups = HitFamilies.groups(
                try HitStore.places(state: state, rule: rule, in: db), carers: try HitStore.carers(state: state, in: db)
            )
            let pageCount = max(1, (groups.count + ListHits.pageSize - 1) / ListHits.pageSize)
            let page = min(page, pageCount)
            let shown = groups.dropFirst((page - 1) * ListHits.pageSize).prefix(ListHits.pageSize)
            let hits = try HitStore.hits(shown.flatMap { $0.map(\.id) }, in: db)
            let persons = try PersonStore.persons(shown.flatMap { $0.map(\.child) }, in: db)
            var counts: [StoredHit.State: Int] = [:]
            for state in StoredHit.State.allCases {
                counts[state] = try HitStore.count(state: state, rule: rule, in: db)
            }
            let views = persons.mapValues(try Sight(who.actor, at: now, in: db).view)
            let families = shown.map { family(of: $0.compactMap { hits[$0.id] }, views, today) }
            return Found(
                families: families, familyCount: groups.count, counts: counts, page: page, pageCount: pageCount)
        }
    }

    private func family(of hits: [StoredHit], _ persons: [Int64: PersonView], _ today: LocalDate) -> HitFamily {
        let children = Set(hits.map(\.child)).compactMap { persons[$0] }
            .map { child in
                HitFamily.Child(id: child.id, age: child.birthDate.flatMap { Age.years(bornOn: $0, on: today) })
            }
            .sorted { ($0.age ?? -1, $1.id) > ($1.age ?? -1, $0.id) }
        let first = hits.first.flatMap { persons[$0.child] }
        let isMasked = hits.contains { persons[$0.child]?.municipality == nil }
        return HitFamily(hits: hits, municipality: isMasked ? nil : first?.municipality, children: children)
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
