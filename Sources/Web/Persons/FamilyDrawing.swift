import Handbook
import Prevention

/// The family of one person: a drawing, and the same as two tables.
struct FamilyDrawing: Sendable {
    struct Member: Sendable {
        let memberName: String
        let memberLink: String
        let memberPosition: String
        let memberAge: String?
        let memberMunicipality: String?
        let isMemberProtected: Bool
    }

    struct RelationRow: Sendable {
        let one: String
        let kind: String
        let other: String
        let period: String
        let isEnded: Bool
    }

    let svg: String
    let members: [Member]
    let relations: [RelationRow]
}

extension FamilyDrawing {
    /// What somebody is to the person in focus.
    enum Position: String {
        case focus, carer, sibling, partner, child, other
    }

    /// - Parameters:
    ///   - carers: who stands among the carers whatever the relations say.
    ///   - focusName: what the person in focus is called there, where that says more than "in focus".
    init(
        of focus: PersonView, persons: [PersonView], relations: [Relation], carers: [Int64] = [],
        focusName: String? = nil, naming: PersonNaming
    ) {
        let positions = FamilyDrawing.positions(of: focus.id, relations, carers: carers)
        let ordered = FamilyDrawing.ordered(persons, positions)
        let words = naming.words
        func position(_ person: PersonView) -> Position { positions[person.id] ?? .other }
        func place(_ person: PersonView) -> String {
            let position = position(person)
            if position == .focus, let focusName { return focusName }
            if position == .carer, FamilyDrawing.hasStopped(caring: person.id, for: focus.id, relations, naming.today) {
                return words("person.position.former-carer")
            }
            return words("person.position." + position.rawValue)
        }
        members = ordered.map { person in
            Member(
                memberName: naming.name(person), memberLink: PersonLink.to(person.id),
                memberPosition: place(person), memberAge: naming.age(person),
                memberMunicipality: naming.municipality(of: person), isMemberProtected: person.isProtected)
        }
        let names = Dictionary(persons.map { ($0.id, naming.label($0)) }, uniquingKeysWith: { first, _ in first })
        let known = relations.filter { names[$0.person] != nil && names[$0.related] != nil }
        let own = known.filter { $0.person == focus.id || $0.related == focus.id }
        self.relations = (own + known.filter { !own.contains($0) }).map { relation in
            RelationRow(
                one: names[relation.person] ?? "", kind: words("person.is-of." + relation.kind.rawValue),
                other: names[relation.related] ?? "", period: Period.text(from: relation.from, to: relation.to, words),
                isEnded: !relation.holds(on: naming.today))
        }
        let caption = Caption(
            id: "family", title: words("person.family.title"),
            description: words(
                "person.family.description",
                ["members": ordered.map { naming.label($0) }.joined(separator: ", ")]),
            emptyText: words("person.family.none"))
        let graph = FamilyGraph(
            caption: caption,
            persons: ordered.map { person in
                let rest = [naming.age(person), place(person)]
                return FamilyGraph.Person(
                    id: person.id, lines: [naming.name(person)] + rest.compactMap { $0 }, kind: position(person).kind)
            },
            edges: FamilyDrawing.edges(relations, focus: focus.id, naming))
        svg = graph.svg()
    }

    static func positions(of focus: Int64, _ relations: [Relation], carers: [Int64]) -> [Int64: Position] {
        var positions: [Int64: Position] = [:]
        let care = relations.filter(\.kind.isCarer)
        let ownCarers = Set(care.filter { $0.related == focus }.map(\.person)).union(carers)
        let children = Set(care.filter { $0.person == focus }.map(\.related))
        for relation in relations
        where !relation.kind.isCarer && (relation.person == focus || relation.related == focus) {
            let other = relation.person == focus ? relation.related : relation.person
            positions[other] = relation.kind == .sibling ? .sibling : .partner
        }
        for relation in care where children.contains(relation.related) { positions[relation.person] = .partner }
        for relation in care where ownCarers.contains(relation.person) { positions[relation.related] = .sibling }
        for child in children { positions[child] = .child }
        for carer in ownCarers { positions[carer] = .carer }
        positions[focus] = .focus
        return positions
    }

    /// Whether somebody's care has come to an end, by every relation that there is.
    private static func hasStopped(
        caring carer: Int64, for child: Int64, _ relations: [Relation], _ today: LocalDate
    ) -> Bool {
        let care = relations.filter { $0.person == carer && $0.related == child && $0.kind.isCarer }
        return !care.isEmpty && care.allSatisfy { $0.to.map { $0 <= today } ?? false }
    }

    /// The focus, the carers, then the others; each group with the eldest first.
    private static func ordered(_ persons: [PersonView], _ positions: [Int64: Position]) -> [PersonView] {
        let order: [Position] = [.focus, .carer, .partner, .sibling, .child, .other]
        return order.flatMap { position in
            persons.filter { (positions[$0.id] ?? .other) == position }.sorted { one, two in
                (one.birthDate?.dayNumber ?? .max, one.id) < (two.birthDate?.dayNumber ?? .max, two.id)
            }
        }
    }

    /// One line for each pair, dashed when none of its relations holds today. Only lines to the focus and between adults
    /// have a label: the others say the same as the rows they join.
    private static func edges(
        _ relations: [Relation], focus: Int64, _ naming: PersonNaming
    ) -> [FamilyGraph.Edge] {
        struct Pair: Hashable {
            let low: Int64
            let high: Int64
        }
        var order: [Pair] = []
        var pairs: [Pair: [Relation]] = [:]
        for relation in relations {
            let pair = Pair(low: min(relation.person, relation.related), high: max(relation.person, relation.related))
            if pairs[pair] == nil { order.append(pair) }
            pairs[pair, default: []].append(relation)
        }
        func carers(_ child: Int64) -> Set<Int64> {
            Set(relations.filter { $0.related == child && $0.kind.isCarer }.map(\.person))
        }
        return order.compactMap { pair in
            let between = pairs[pair] ?? []
            let areSiblings = between.allSatisfy { $0.kind == .sibling }
            // Siblings are joined by the carers they have in common.
            if areSiblings, !carers(pair.low).isDisjoint(with: carers(pair.high)) { return nil }
            let live = between.filter { $0.holds(on: naming.today) }
            let isNamed = pair.low == focus || pair.high == focus || !between.contains(where: \.kind.isCarer)
            var kinds: [String] = []
            for relation in live.isEmpty ? between : live {
                let kind = naming.words("relation." + relation.kind.rawValue).lowercased()
                if !kinds.contains(kind) { kinds.append(kind) }
            }
            return FamilyGraph.Edge(
                from: pair.low, to: pair.high, label: isNamed ? kinds.joined(separator: ", ") : "",
                isEnded: live.isEmpty)
        }
    }
}

extension FamilyDrawing.Position {
    /// Where the drawing puts them: partners beside the focus, children below.
    fileprivate var kind: FamilyGraph.Person.Kind {
        switch self {
        case .focus: return .focus
        case .carer: return .carer
        case .sibling, .partner: return .sibling
        case .child, .other: return .other
        }
    }
}
