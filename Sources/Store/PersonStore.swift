public import Prevention
public import SQL

/// Persons and their families in the register.
public enum PersonStore {
    static let columns: SQL = """
        p.id, p.external_id, p.given_names, p.family_name, p.birth_date, p.sex, p.address, p.postal_code,
        p.municipality, p.protected
        """

    static func person(_ row: Row) -> Person {
        Person(
            id: row.int64(0), externalID: row.text(1), givenNames: row.text(2), familyName: row.text(3),
            birthDate: LocalDate(row.text(4)), sex: Sex(rawValue: row.text(5)) ?? .unknown, address: row.text(6),
            postalCode: row.text(7), municipality: row.text(8), isProtected: row.bool(9))
    }

    public static func person(_ id: Int64, in db: any Connection) throws -> Person? {
        try db.first("SELECT \(columns) FROM person p WHERE p.id = \(id)", person)
    }

    /// Those of `ids` that are there, by id.
    public static func persons(_ ids: [Int64], in db: any Connection) throws -> [Int64: Person] {
        let found = try db.fetch("SELECT \(columns) FROM person p WHERE p.id IN \(list: Array(Set(ids)))", person)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    /// Persons whose CPR number is the text, whose source id is it, or whose family or given names start with its words, by name.
    ///
    /// Somebody under address protection is found by number only, unless `findProtected`: a name search must not be a way
    /// to learn that the name is here.
    public static func search(
        _ text: String, scope: PersonScope, findProtected: Bool, keys: KeyRing, limit: Int, in db: any Connection
    ) throws -> [Person] {
        let within = scope.condition
        let digits = text.filter(\.isNumber)
        if digits.count == 10, text.allSatisfy({ $0.isNumber || $0 == "-" || $0 == " " }) {
            let hashes = keys.hashes(of: digits, for: .cprLookUp)
            return try db.fetch(
                """
                SELECT DISTINCT \(columns) FROM \(recordsWithPersons)
                WHERE o.cpr_hash IN \(list: hashes) AND o.cpr_hash <> '' AND \(within) LIMIT \(limit)
                """, person)
        }
        let words = NameKey.of(text).split(separator: " ").map(String.init)
        // No name has more; each word more is another two searches.
        guard !words.isEmpty, words.count <= 8 else { return [] }
        let masked: SQL = findProtected ? "" : " AND p.protected = 0"
        var found: [Person] = []
        var known: Set<Int64> = []
        func add(where condition: SQL) throws {
            let more = try db.fetch(
                """
                SELECT \(columns) FROM \(recordsWithPersons) WHERE \(condition)\(masked) AND \(within)
                ORDER BY o.family_key, o.given_key, o.id LIMIT \(limit)
                """, person)
            found += more.filter { known.insert($0.id).inserted }
        }
        // Nobody knows which of the words are the family name: every way to part them, either name first.
        for place in 0...words.count {
            let first = words[..<place].joined(separator: " ")
            let last = words[place...].joined(separator: " ")
            try add(where: named(given: first, family: last))
            if place > 0, place < words.count { try add(where: named(given: last, family: first)) }
        }
        if words.count == 1 {
            let numbered = try db.fetch(
                """
                SELECT \(columns) FROM \(recordsWithPersons)
                WHERE o.source_id IN (SELECT id FROM source) AND o.external_id = \(text) AND \(within) LIMIT \(limit)
                """, person)
            found += numbered.filter { known.insert($0.id).inserted }
        }
        return Array(found.prefix(limit))
    }

    /// Every record `o`, with the person `p` whom it belongs to: somebody is found by what any of their records says.
    private static let recordsWithPersons: SQL = "person o CROSS JOIN person p ON p.id = COALESCE(o.merged_into, o.id)"

    /// The names begin with these; beside a given name, a later word of a family name will do.
    private static func named(given: String, family: String) -> SQL {
        if given.isEmpty { return begins("o.family_key", with: family) }
        if family.isEmpty { return begins("o.given_key", with: given) }
        let inner = "% " + family.replacing("%", with: "").replacing("_", with: "") + "%"
        return """
            \(begins("o.given_key", with: given)) AND (\(begins("o.family_key", with: family)) OR o.family_key LIKE \(inner))
            """
    }

    /// In a form that an index serves.
    private static func begins(_ column: SQL, with text: String) -> SQL {
        "\(column) >= \(text) AND \(column) < \(text + "\u{10FFFF}")"
    }

    /// Parents, caregivers, partners, children and siblings: every relation that touches one of `ids`. What two records said of
    /// one another that are one person is none.
    public static func relations(touching ids: [Int64], in db: any Connection) throws -> [Relation] {
        try db.fetch(
            """
            SELECT DISTINCT person_id, related_id, kind, from_date, to_date FROM relation
            WHERE (person_id IN \(list: ids) OR related_id IN \(list: ids)) AND person_id <> related_id
            ORDER BY person_id, related_id, kind, from_date
            """
        ) { row in
            Relation(
                person: row.int64(0), related: row.int64(1), kind: Relation.Kind(rawValue: row.text(2)) ?? .sibling,
                from: LocalDate(row.text(3)), to: LocalDate(row.text(4)))
        }
    }

    /// The children of `carers`, then all carers of those: the family around a hit.
    public static func family(of child: Int64, in db: any Connection) throws -> (
        members: [Int64], relations: [Relation]
    ) {
        let own = try relations(touching: [child], in: db)
        let carers = Set(own.filter { $0.related == child && $0.kind.isCarer }.map(\.person))
        let around = carers.isEmpty ? own : try relations(touching: Array(carers) + [child], in: db)
        let children = Set(around.filter { carers.contains($0.person) && $0.kind.isCarer }.map(\.related)).union([child]
        )
        let members = carers.union(children)
        let inside = around.filter { members.contains($0.person) && members.contains($0.related) }
        return (members.sorted(), inside)
    }

    /// Whoever has a relation to `person`, the siblings by a common carer, and those who care for the same children; with
    /// the relations among them.
    public static func household(
        of person: Int64, in db: any Connection
    ) throws -> (members: [Int64], relations: [Relation]) {
        let own = try relations(touching: [person], in: db)
        let direct = Set(own.flatMap { [$0.person, $0.related] }).union([person])
        let around = direct.count == 1 ? own : try relations(touching: direct.sorted(), in: db)
        let carers = Set(own.filter { $0.related == person && $0.kind.isCarer }.map(\.person))
        let children = Set(own.filter { $0.person == person && $0.kind.isCarer }.map(\.related))
        let care = around.filter(\.kind.isCarer)
        let siblings = care.filter { carers.contains($0.person) }.map(\.related)
        let others = care.filter { children.contains($0.related) }.map(\.person)
        let members = direct.union(siblings).union(others)
        let inside = around.filter { members.contains($0.person) && members.contains($0.related) }
        return (members.sorted(), inside)
    }
}

extension PersonStore {
    /// Ids of the persons with a record of that CPR number, or, if there are none, of that source id.
    public static func identified(by text: String, keys: KeyRing, in db: any Connection) throws -> [Int64] {
        let digits = text.filter { $0 != "-" && $0 != " " }
        if digits.count == 10, digits.allSatisfy(\.isNumber) {
            let hashes = keys.hashes(of: digits, for: .cprLookUp)
            return try db.fetch(
                """
                SELECT DISTINCT COALESCE(merged_into, id) FROM person
                WHERE cpr_hash IN \(list: hashes) AND cpr_hash <> '' ORDER BY 1 LIMIT 2
                """
            ) { $0.int64(0) }
        }
        return try db.fetch(
            """
            SELECT DISTINCT COALESCE(merged_into, id) FROM person
            WHERE source_id IN (SELECT id FROM source) AND external_id = \(text) ORDER BY 1 LIMIT 2
            """
        ) { $0.int64(0) }
    }
}
