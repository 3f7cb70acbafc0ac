public import Prevention
public import SQL

/// The registered records that may be of one reported person, each once, with what they say.
public struct ArrivalCandidates: Sendable {
    /// Row ids.
    public internal(set) var records: [Int64] = []
    /// By record, the one that stands for its person.
    public internal(set) var persons: [Int64] = []
    /// By record, whether it was made of a report itself, and whether it is protected.
    public internal(set) var areReported: [Bool] = []
    public internal(set) var areProtected: [Bool] = []
    public internal(set) var facts: [PersonFacts] = []
}

/// Finds registered persons who may be meant by what a report says of somebody: by CPR number, by the sound of both names, by
/// home, and by birth date, whether or not day and month were changed about. The keys are stored with each record
/// (`MatchKeys`), so that a search costs as much as what it finds, however large the register is.
public final class ArrivalFinder {
    /// So many records of one key are looked at, those that have been here longest; where there are more, also those that have
    /// something else in common: of a name postal code or year of birth, of a day a name or the postal code.
    private static let most: Int64 = 300
    private let keys: KeyRing
    private let byNumber: any PreparedStatement
    private let byName: any PreparedStatement
    private let byNameNearby: any PreparedStatement
    private let byHome: any PreparedStatement
    private let byDate: any PreparedStatement
    private let byDateNearby: any PreparedStatement
    private let record: any PreparedStatement

    public init(_ db: any Connection, keys: KeyRing) throws {
        self.keys = keys
        byNumber = try db.prepare("SELECT id FROM person WHERE cpr_hash = ? AND cpr_hash <> ''")
        byName = try db.prepare("SELECT id FROM person WHERE name_sound = ? AND name_sound <> 0 ORDER BY id LIMIT ?")
        byNameNearby = try db.prepare(
            """
            SELECT id FROM person WHERE name_sound = ? AND name_sound <> 0
                AND (postal_code = ? OR birth_date >= ? AND birth_date < ?) ORDER BY id LIMIT ?
            """)
        byHome = try db.prepare("SELECT id FROM person WHERE home = ? AND home <> 0 ORDER BY id LIMIT ?")
        byDate = try db.prepare("SELECT id FROM person WHERE birth_date = ? ORDER BY id LIMIT ?")
        byDateNearby = try db.prepare(
            """
            SELECT id FROM person WHERE birth_date = ? AND (family_key = ? OR given_key = ? OR postal_code = ?)
            ORDER BY id LIMIT ?
            """)
        record = try db.prepare(
            """
            SELECT id, merged_into, from_report, given_names, family_name, birth_date, address, postal_code, sex, cpr_sealed,
                protected
            FROM person WHERE id = ?
            """)
    }

    public func candidates(for reported: PersonFacts) throws -> ArrivalCandidates {
        var ids: [Int64] = []
        var known: Set<Int64> = []
        @discardableResult func look(_ statement: any PreparedStatement, _ values: [SQLValue]) throws -> Int64 {
            var found: Int64 = 0
            try statement.forEach(values) { row in
                found += 1
                if known.insert(row.int64(0)).inserted { ids.append(row.int64(0)) }
            }
            return found
        }
        let most = SQLValue.integer(ArrivalFinder.most)
        if !reported.number.isEmpty {
            for hash in keys.hashes(of: reported.number, for: .cprLookUp) { try look(byNumber, [.text(hash)]) }
        }
        let keys = MatchKeys(reported)
        if keys.name != 0, try look(byName, [.integer(keys.name), most]) == ArrivalFinder.most {
            let year = reported.birthDate.isEmpty ? "-" : String(reported.birthDate.prefix(4))
            try look(
                byNameNearby,
                [
                    .integer(keys.name), .text(reported.postalCode.isEmpty ? "-" : reported.postalCode), .text(year),
                    .text(year + "-99"), most,
                ])
        }
        if keys.home != 0 { try look(byHome, [.integer(keys.home), most]) }
        let born = reported.birthDate.isEmpty ? CPRNumber(reported.number)?.birthDate.description : reported.birthDate
        for date in ArrivalFinder.dates(born ?? "") where try look(byDate, [.text(date), most]) == ArrivalFinder.most {
            try look(
                byDateNearby,
                [
                    .text(date), .text(NameKey.of(reported.family)), .text(NameKey.of(reported.given)),
                    .text(reported.postalCode.isEmpty ? "-" : reported.postalCode), most,
                ])
        }
        var found = ArrivalCandidates()
        for id in ids { try record.forEach([.integer(id)]) { try add($0, to: &found, for: reported) } }
        return found
    }

    /// The date, and the one with day and month changed about where that is another.
    private static func dates(_ text: String) -> [String] {
        let parts = text.split(separator: "-")
        guard parts.count == 3 else { return [] }
        let turned = "\(parts[0])-\(parts[2])-\(parts[1])"
        return turned == text ? [text] : [text, turned]
    }

    private func add(_ row: Row, to found: inout ArrivalCandidates, for reported: PersonFacts) throws {
        found.records.append(row.int64(0))
        found.persons.append(row.int64OrNil(1) ?? row.int64(0))
        found.areReported.append(row.bool(2))
        found.areProtected.append(row.bool(10))
        // The number is opened where there is one to compare it with.
        let number = reported.number.isEmpty ? "" : try SealedCPR.opened(row.text(9), keys: keys)
        let sex = row.text(8)
        found.facts.append(
            PersonFacts(
                given: row.text(3), family: row.text(4), birthDate: row.text(5), number: number, address: row.text(6),
                postalCode: row.text(7), sex: sex == Sex.unknown.rawValue ? "" : sex))
    }
}

/// Records of persons that reports have made, and what was learned of the register.
public enum ArrivalStore {
    /// Makes a record of what a report says of somebody.
    ///
    /// - Parameter name: of the report and the part in it; another is made of it where it is taken.
    /// - Returns: its row id.
    public static func insert(
        _ facts: PersonFacts, named name: String, source: Int64, import importID: Int64, keys: KeyRing,
        in db: any Connection
    ) throws -> Int64 {
        let cpr = try SealedCPR(facts.number, keys: keys)
        let born: String? = facts.birthDate.isEmpty ? nil : facts.birthDate
        let matchKeys = MatchKeys(facts)
        var fingerprint = Fingerprint()
        for value in [
            facts.given, facts.family, facts.birthDate, Sex.unknown.rawValue, facts.address, facts.postalCode, "", "0",
        ] { fingerprint.add(value) }
        var id: Int64?
        var ordinal = 1
        while id == nil {
            id = try db.insert(
                """
                INSERT INTO person (source_id, external_id, given_names, family_name, birth_date, sex, address, postal_code,
                    municipality, protected, family_key, given_key, cpr_sealed, cpr_hash, real_number, name_sound, home,
                    fingerprint, import_id, from_report)
                VALUES (\(source), \(ordinal == 1 ? name : "\(name)/\(ordinal)"), \(facts.given), \(facts.family), \(born),
                    \(Sex.unknown.rawValue), \(facts.address), \(facts.postalCode), '', 0, \(NameKey.of(facts.family)),
                    \(NameKey.of(facts.given)), \(cpr.sealed), \(cpr.hash), \(SealedCPR.isReal(facts.number)),
                    \(matchKeys.name), \(matchKeys.home), \(fingerprint.stored), \(importID), 1)
                ON CONFLICT (source_id, external_id) DO NOTHING RETURNING id
                """)
            ordinal += 1
        }
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a reported person") }
        return id
    }

    /// What was learned last; `nil` before anything was.
    public static func profile(in db: any Connection) throws -> MatchProfile? {
        try db.first("SELECT parameters FROM match_model ORDER BY id DESC LIMIT 1") { row in
            try JSONText.decode(MatchProfile.self, from: row.text(0))
        }
    }

    public static func save(_ profile: MatchProfile, at: Instant, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO match_model (made_at, parameters) VALUES (\(at.milliseconds), \(try JSONText.encode(profile)))
            """)
    }

    public static func count(in db: any Connection) throws -> Int { try db.count("SELECT COUNT(*) FROM person") }

    /// Persons that reports have said something of, so far.
    public static func arrivals(in db: any Connection) throws -> Int {
        try db.count("SELECT COALESCE(SUM(linked + doubtful + fresh), 0) FROM match_tally")
    }

    /// Every record, or every nth.
    ///
    /// - Parameter includingReported: whether also those that reports have made.
    public static func sample(
        step: Int, includingReported: Bool, keys: KeyRing, in db: any Connection,
        _ body: (Int64, PersonFacts) throws -> Void
    ) throws {
        let known: SQL = includingReported ? "" : " AND from_report = 0"
        try db.forEach(
            """
            SELECT id, given_names, family_name, birth_date, address, postal_code, sex, cpr_sealed FROM person
            WHERE id % \(step) = 0\(known)
            """
        ) { row in
            let sex = row.text(6)
            let facts = PersonFacts(
                given: row.text(1), family: row.text(2), birthDate: row.text(3),
                number: try SealedCPR.opened(row.text(7), keys: keys), address: row.text(4), postalCode: row.text(5),
                sex: sex == Sex.unknown.rawValue ? "" : sex)
            try body(row.int64(0), facts)
        }
    }
}
