import Handbook
import Prevention
import SQL
import Store

/// How the persons of one run who come without an id are told from one another: by what was learned of the register and of
/// those who were reported before.
struct ArrivalMethod {
    /// So many records of the register, and so many reported persons, are learned from.
    private static let mostRecords = 100_000
    private static let mostArrivals = 10_000

    let matcher: ArrivalMatcher
    let thresholds: ArrivalVerdict.Thresholds
    /// Whether enough reported persons were seen.
    let isLearned: Bool
    /// Records in the register when the run began.
    let registered: Int

    /// Whether the file may name persons without an id.
    static func isNeeded(for file: ImportFiles.CSV) -> Bool {
        file.target == ParticipantRows.self && ParticipantRows.description.contains { file.places[$0] >= 0 }
    }

    /// Takes what was learned before; learns anew, of the register and the file itself, where both have grown out of that.
    init(for file: ImportFiles.CSV, _ context: ImportContext, _ database: any Database) throws {
        let settings = context.handbook.matching
        let sample = try ArrivalMethod.arrivals(in: file, settings.noNames, today: context.startedAt.day)
        let (stored, persons, before) = try database.blockingRead { db in
            (
                try ArrivalStore.profile(in: db), try ArrivalStore.count(in: db), try ArrivalStore.arrivals(in: db)
            )
        }
        let profile: MatchProfile
        if let stored, sample.isEmpty || !stored.isOutgrown(persons: persons, arrivals: before + sample.count) {
            profile = stored
        } else {
            let nicknames = context.handbook.nicknames
            profile = try database.blockingRead { db in
                let reader = RecordReader(personsWith: nicknames)
                let step = max(1, (persons + ArrivalMethod.mostRecords - 1) / ArrivalMethod.mostRecords)
                // Not of what reports have made: the rows of a file that comes again would meet themselves.
                try ArrivalStore.sample(step: step, includingReported: false, keys: context.keys, in: db) {
                    reader.add($1, id: String($0))
                }
                let share = persons == 0 ? 1 : Double(reader.count) / Double(persons)
                reader.beginRight()
                for (index, facts) in sample.enumerated() { reader.add(facts, id: String(index)) }
                return Linkage(reader.finish()).profile(ofRegister: max(share, 1e-6))
            }
            try database.blockingWrite { db in try ArrivalStore.save(profile, at: context.startedAt, in: db) }
        }
        matcher = ArrivalMatcher(profile, nicknames: context.handbook.nicknames)
        thresholds = .init(certain: settings.certain, doubtful: settings.doubtful)
        isLearned = profile.isLearned
        registered = persons
    }

    /// The first persons of the file who have no id. A row that cannot be read is passed over here, and rejected when it is
    /// stored.
    private static func arrivals(
        in file: ImportFiles.CSV, _ noNames: NoNames, today: LocalDate
    ) throws -> [PersonFacts] {
        let reader = try CSVReader(try ByteSource(path: file.path))
        let row = CSVRow(reader: reader, places: file.places, names: file.target.columns.map(\.name))
        var found: [PersonFacts] = []
        _ = try reader.next()
        while found.count < mostArrivals {
            switch try reader.next() {
            case .end: return found
            case .malformed: continue
            case .record:
                guard reader.fieldCount == file.width,
                    let facts = try? ParticipantRows.reported(row, today: today).leavingOut(noNames),
                    facts.tellsApart
                else { continue }
                found.append(facts)
            }
        }
        return found
    }
}
